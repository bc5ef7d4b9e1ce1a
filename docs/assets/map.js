// Shows a mark's title as soon as it is pointed at or focused. A browser alone shows it to a
// pointer that waits, and never to a keyboard.

const map = document.querySelector(".map")
const tip = document.querySelector(".tip")

/** Take over a mark's title: as its name, so that the browser does not show it a second time. */
function named(mark) {
  const title = mark.querySelector("title")
  if (title) {
    mark.setAttribute("aria-label", title.textContent)
    title.remove()
  }
  return mark.getAttribute("aria-label")
}

// What an entry extends, contests or uses, or is so used by: thin arcs, while it is pointed at.
const drawing = map.querySelector("svg[role=group]")
const arcs = drawing.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "g"))
arcs.setAttribute("class", "arcs")

function centre(mark) {
  const [box, frame] = [mark.getBoundingClientRect(), drawing.getBoundingClientRect()]
  return [box.x + box.width / 2 - frame.x, box.y + box.height / 2 - frame.y]
}

function drawArcs(mark) {
  arcs.replaceChildren()
  for (const id of mark?.dataset.near?.trim().split(" ") ?? []) {
    for (const other of drawing.querySelectorAll(`a[href$="#${CSS.escape(id)}"]`)) {
      const [[x, y], [u, v]] = [centre(mark), centre(other)]
      const arc = document.createElementNS("http://www.w3.org/2000/svg", "path")
      const bend = Math.min(60, Math.hypot(u - x, v - y) / 3)
      arc.setAttribute("d", `M${x} ${y}Q${(x + u) / 2 + bend} ${(y + v) / 2 - bend} ${u} ${v}`)
      arcs.append(arc)
    }
  }
}

// One stop of the Tab key for each row: its name. Arrows go on to its marks, and to other rows.
const rows = [...drawing.querySelectorAll(".row")].map((row) => {
  const [name, ...marks] = row.querySelectorAll("a")
  marks.sort((a, b) => centre(a)[0] - centre(b)[0])
  for (const mark of marks) mark.setAttribute("tabindex", "-1")
  return [name, ...marks]
})

map.addEventListener("keydown", (event) => {
  const link = event.target.closest(".row a")
  const row = rows.find((stops) => stops.includes(link))
  if (!row) return
  const at = row.indexOf(link)
  const other = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const next = other
    ? rows[rows.indexOf(row) + other]?.[0]
    : { ArrowRight: row[at + 1], ArrowLeft: row[at - 1], Home: row[0], End: row.at(-1) }[event.key]
  if (!next) return
  event.preventDefault()
  next.focus()
})

function show(event) {
  const mark = event.target.closest(".row a[class]")
  drawArcs(mark)
  tip.hidden = !mark
  if (!mark) return
  tip.textContent = named(mark)
  const box = mark.getBoundingClientRect()
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8)
  tip.style.left = `${Math.max(8, left)}px`
  tip.style.top = `${box.top > tip.offsetHeight + 70 ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`
}

// A finger covers what it points at: the first tap shows the title, the second one follows.
let touched, shownFor

addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true)
map.addEventListener("click", (event) => {
  const mark = event.target.closest(".row a[class]")
  if (!touched || !mark || mark === shownFor) return
  event.preventDefault()
  shownFor = mark
  show(event)
})

function hide() {
  drawArcs(null)
  tip.hidden = true
}

map.addEventListener("pointerover", show)
map.addEventListener("focusin", show)
map.addEventListener("pointerleave", hide)
map.addEventListener("focusout", hide)
addEventListener("previewed", () => (tip.hidden = true)) // the whole card is there instead
addEventListener("scroll", hide, { passive: true })
addEventListener("keydown", (event) => event.key === "Escape" && hide())
