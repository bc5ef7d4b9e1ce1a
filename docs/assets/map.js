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

function show(event) {
  const mark = event.target.closest(".row a[class]")
  tip.hidden = !mark
  if (!mark) return
  tip.textContent = named(mark)
  const box = mark.getBoundingClientRect()
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8)
  tip.style.left = `${Math.max(8, left)}px`
  tip.style.top = `${box.top > tip.offsetHeight + 70 ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`
}

// A finger covers what it points at: the first tap tells, the second one follows.
let touched, told

addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true)
map.addEventListener("click", (event) => {
  const mark = event.target.closest(".row a[class]")
  if (!touched || !mark || mark === told) return
  event.preventDefault()
  told = mark
  show(event)
})

function hide() {
  tip.hidden = true
}

map.addEventListener("pointerover", show)
map.addEventListener("focusin", show)
map.addEventListener("pointerleave", hide)
map.addEventListener("focusout", hide)
addEventListener("previewed", hide) // the whole card is there instead
addEventListener("scroll", hide, { passive: true })
addEventListener("keydown", (event) => event.key === "Escape" && hide())
