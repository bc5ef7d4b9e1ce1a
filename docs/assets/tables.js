// Long tables are sorted by any column, by its button; a second press turns the order around.

const LONG = 8 // rows, below which a table is taken in at a glance

const compare = (a, b) => a.localeCompare(b, "en", { numeric: true, sensitivity: "base" })

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells]
  const body = table.tBodies[0]
  heads.forEach((head, column) => {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "sort"
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener("click", () => {
      const turned = head.getAttribute("aria-sort") === "ascending"
      for (const other of heads) other.removeAttribute("aria-sort")
      head.setAttribute("aria-sort", turned ? "descending" : "ascending")
      const text = (row) => row.cells[column]?.textContent.trim() ?? ""
      const empty = (row) => ["", "–", "-"].includes(text(row))
      const rows = [...body.rows].sort((a, b) => empty(a) - empty(b) || compare(text(a), text(b)) * (turned ? -1 : 1))
      body.append(...rows)
    })
  })
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0 // so that a keyboard can scroll it
}

for (const table of document.querySelectorAll(".md-content table")) {
  if (table.tHead && table.tBodies[0]?.rows.length >= LONG) sortable(table)
  else if (table.scrollWidth > table.clientWidth) table.tabIndex = 0
}
