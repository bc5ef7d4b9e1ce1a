// "On this page" follows the reader: the heading last passed is marked, in the menu and in the bar.

const links = [...document.querySelectorAll(".within a, .onpage a, .md-nav--secondary a")]
const bar = document.querySelector(".onpage")
const label = document.querySelector("[data-here]")
const headings = [...document.querySelectorAll(".md-content :is(h2, h3)[id]")]
const address = (link) => decodeURIComponent(link.hash.slice(1))

let here

function follow() {
  const line = innerHeight / 4
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line).at(-1)
  if (passed === here) return
  here = passed
  for (const link of links) {
    const reached = here && address(link) === here.id
    link.classList.toggle("reached", reached)
    if (reached) link.setAttribute("aria-current", "location")
    else link.removeAttribute("aria-current")
  }
  if (label) label.textContent = here ? here.firstChild.textContent : ""
}

if (links.length && headings.length) {
  let waiting = 0
  addEventListener("scroll", () => (waiting ||= requestAnimationFrame(() => {
    waiting = 0
    follow()
  })), { passive: true })
  follow()
}

bar?.addEventListener("click", (event) => {
  if (event.target.closest("a")) bar.open = false
})
addEventListener("click", (event) => {
  if (bar?.open && !bar.contains(event.target)) bar.open = false
})
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !bar?.open) return
  bar.open = false
  bar.querySelector("summary").focus()
})
