// Explains what is pointed at, without leaving the page: a term of the glossary.

const box = Object.assign(document.createElement("div"), { className: "popup", id: "popup", hidden: true })
box.setAttribute("role", "tooltip")
document.body.append(box)

let shown = null // what the box explains
let title = "" // what a browser would show of it by itself

/** Put the box below what it explains, or above where there is no room below. */
function place(target) {
  const edge = 8
  const at = [...target.getClientRects()][0] ?? target.getBoundingClientRect()
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - edge)
  const below = at.bottom + edge
  const fits = below + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 70
  box.style.left = `${Math.max(edge, left) + scrollX}px`
  box.style.top = `${(fits ? below : at.top - box.offsetHeight - edge) + scrollY}px`
}

function explain(term) {
  if (term === shown) return
  hide()
  shown = term
  title = term.title
  term.removeAttribute("title")
  term.setAttribute("aria-describedby", "popup")
  box.textContent = title
  box.hidden = false
  place(term)
}

function hide() {
  if (!shown) return
  shown.title = title
  shown.removeAttribute("aria-describedby")
  box.hidden = true
  shown = null
}

const term = (event) => event.target.closest?.("abbr[title], abbr[aria-describedby=popup]")

for (const kind of ["pointerover", "focusin"]) {
  addEventListener(kind, (event) => {
    const found = term(event)
    if (found) explain(found)
    else if (kind === "pointerover" && shown && !box.contains(event.target) && document.activeElement !== shown) hide()
  })
}
addEventListener("focusout", hide)
addEventListener("keydown", (event) => event.key === "Escape" && hide())
