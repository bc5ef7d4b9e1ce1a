// The plan of four weeks: each step can be ticked, and the top says how many are.

import { load, save } from "./store.js"

const steps = [...document.querySelectorAll(".plan > ol > li")]
const progress = document.querySelector("[data-progress]")

const done = new Set(load("weeks", []))

/** A step is known by its week and its number there. */
const name = (step) => {
  let heading = step.parentElement.previousElementSibling
  while (heading && heading.tagName !== "H2") heading = heading.previousElementSibling
  return `${heading?.id ?? ""}.${[...step.parentElement.children].indexOf(step) + 1}`
}

function show() {
  const count = steps.filter((step) => done.has(name(step))).length
  progress.textContent = count ? `${count} of ${steps.length} steps done` : "Tick a step when it is done: this browser remembers it."
}

for (const step of steps) {
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "tick", checked: done.has(name(step)) })
  box.setAttribute("aria-label", `Step ${name(step).split(".").at(-1)} done`)
  step.classList.toggle("is-read", box.checked)
  box.addEventListener("change", () => {
    if (box.checked) done.add(name(step))
    else done.delete(name(step))
    step.classList.toggle("is-read", box.checked)
    save("weeks", [...done])
    show()
  })
  step.append(box)
}
show()
