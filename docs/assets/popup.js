// One box for what is explained without leaving the page: a term of the glossary, or an entry.

const box = Object.assign(document.createElement("div"), { className: "popup", id: "popup", hidden: true })
document.body.append(box)

let target = null // what the box is about
let title = null // what a browser would show of it by itself
let closing = 0

/** Put the box below what it is about, or above where there is no room below. */
function place() {
  const edge = 8
  const at = target.getClientRects()[0] ?? target.getBoundingClientRect()
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - edge)
  const below = at.bottom + edge
  const fits = below + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 70
  box.style.left = `${Math.max(edge, left) + scrollX}px`
  box.style.top = `${(fits ? below : at.top - box.offsetHeight - edge) + scrollY}px`
}

/** Show something about an element; `kind` is a class of the box. */
export function open(about, content, kind) {
  clearTimeout(closing)
  if (about === target) return
  close()
  target = about
  title = about.getAttribute("title")
  about.removeAttribute("title")
  about.setAttribute("aria-describedby", "popup")
  box.className = `popup ${kind}`
  box.setAttribute("role", "tooltip")
  box.replaceChildren(content)
  box.hidden = false
  place()
}

export function close() {
  clearTimeout(closing)
  if (!target) return
  if (title !== null) target.setAttribute("title", title)
  target.removeAttribute("aria-describedby")
  target = null
  box.hidden = true
}

/** Close soon, unless the pointer comes back or goes into the box. */
export function closeSoon() {
  clearTimeout(closing)
  closing = setTimeout(close, 200)
}

export const isAbout = (element) => target === element

box.addEventListener("pointerenter", () => clearTimeout(closing))
box.addEventListener("pointerleave", closeSoon)
addEventListener("keydown", (event) => event.key === "Escape" && close())
addEventListener("pointerdown", (event) => !box.contains(event.target) && !target?.contains(event.target) && close())

// Terms: explained at once, to a pointer and to a keyboard.
const term = (event) => event.target.closest?.("abbr[title], abbr[aria-describedby=popup]")
const explain = (found) => found && open(found, found.title || box.textContent, "term")

addEventListener("pointerover", (event) => explain(term(event)))
addEventListener("focusin", (event) => explain(term(event)))
addEventListener("pointerout", (event) => term(event) && document.activeElement !== term(event) && closeSoon())
addEventListener("focusout", (event) => term(event) && close())
