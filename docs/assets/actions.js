// Each card has a quiet menu: mark it as read or to read, copy its link, cite it, report it, edit its
// line. The menu is made when it is opened; what is marked shows on its button.

import { mark, read, stateOf } from "./memory.js"
import { root } from "./store.js"

const article = document.querySelector(".md-content")
const cards = [...article.querySelectorAll(".entry[id]:not(.people > *)")]
const holder = article.querySelector("[data-lines]")
const lines = holder?.dataset.lines.split(" ") ?? []
const edit = article.querySelector(".edit a[href*='/edit/']")?.href
const repository = document.querySelector("[data-repository]")?.dataset.repository.replace(/\/$/, "")

const NAMES = { read: "read", later: "to read" }
const SIGNS = { read: "✓", later: "◷" }

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const titleOf = (card) => card.querySelector(".title").textContent

function update(card) {
  const state = stateOf(card.id)
  const button = card.querySelector(":scope > .act")
  card.classList.toggle("is-read", state === "read")
  card.classList.toggle("is-later", state === "later")
  button.textContent = SIGNS[state] ?? "⋯"
  button.setAttribute("aria-label", `Actions for ${titleOf(card)}${state ? `, marked as ${NAMES[state]}` : ""}`)
}

function marker(card, state) {
  const on = stateOf(card.id) === state
  const button = element("button", { type: "button", textContent: on ? `Not ${NAMES[state]}` : state === "read" ? "Mark as read" : "Read later" })
  button.addEventListener("click", () => {
    const kept = mark(card.id, on ? "" : state)
    shut()
    if (!kept) announce("This browser does not store anything, so the mark lasts until you leave the page.")
  })
  return button
}

function announce(text) {
  article.querySelector(".announcement")?.remove()
  const output = element("output", { className: "announcement", textContent: text })
  article.append(output)
  setTimeout(() => output.remove(), 6000)
}

/** The report of a link, filled in as far as it can be; its form is the repository's. */
function report(card) {
  const path = edit?.split("/edit/")[1]?.split("/").slice(1).join("/") ?? ""
  const answers = {
    template: "report-a-link.yml",
    title: `Link: ${titleOf(card)}`.slice(0, 120),
    url: card.querySelector("a.title")?.getAttribute("href") ?? "",
    page: [path, lineOf(card)].filter(Boolean).join(":"),
  }
  return `${repository}/issues/new?${new URLSearchParams(answers)}`
}

const lineOf = (card) => lines[cards.indexOf(card)] ?? ""

function choices(card) {
  const copy = element("button", { type: "button", textContent: "Copy link" })
  copy.addEventListener("click", async () => {
    const address = `${location.href.split("#")[0]}#${card.id}`
    const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false)
    shut()
    announce(copied ? "Link copied" : address)
  })
  const made = [marker(card, "read"), marker(card, "later"), copy]
  const cite = card.querySelector("[data-cite]")
  if (cite) {
    const button = element("button", { type: "button", textContent: "Cite" })
    button.addEventListener("click", () => {
      shut()
      cite.click()
      cite.focus()
    })
    made.push(button)
  }
  if (repository) made.push(element("a", { href: report(card), textContent: "Report a problem" }))
  const line = lineOf(card)
  if (edit) made.push(element("a", { href: line ? `${edit}#L${line}` : edit, textContent: line ? "Edit this line" : "Edit this page" }))
  return made
}

let opened = null

function openMenu(card, button) {
  shut(false)
  const list = element("ul", { className: "actions" }, ...choices(card).map((choice) => element("li", {}, choice)))
  button.after(list)
  button.setAttribute("aria-expanded", true)
  opened = { button, list }
  list.querySelector("button, a").focus()
}

function shut(refocus = true) {
  if (!opened) return
  opened.list.remove()
  opened.button.setAttribute("aria-expanded", false)
  if (refocus) opened.button.focus()
  opened = null
}

for (const card of cards) {
  const button = element("button", { type: "button", className: "act" })
  button.setAttribute("aria-expanded", false)
  button.addEventListener("click", () => (opened?.button === button ? shut() : openMenu(card, button)))
  card.append(button)
  update(card)
}

addEventListener("marked", ({ detail: { id } }) => {
  for (const card of cards) if (!id || card.id === id) update(card)
  showProgress()
})
addEventListener("keydown", (event) => {
  if (!opened) return
  if (event.key === "Escape") return shut()
  const stops = [...opened.list.querySelectorAll("button, a")]
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const at = stops.indexOf(document.activeElement)
  if (!step || at < 0) return
  event.preventDefault()
  stops[(at + step + stops.length) % stops.length].focus()
})
addEventListener("click", ({ target }) => {
  if (opened && !opened.list.contains(target) && target !== opened.button) shut(false)
})
addEventListener("focusin", ({ target }) => {
  if (opened && !opened.list.contains(target) && target !== opened.button) shut(false)
})

// How far a reader has come on a topic, in the place that the page keeps for it.
const progress = article.querySelector("[data-progress]")

function showProgress() {
  if (!progress || !holder) return
  const ids = cards.filter((card) => !card.classList.contains("is-person")).map((card) => card.id)
  const done = ids.filter((id) => stateOf(id) === "read").length
  const later = ids.filter((id) => stateOf(id) === "later").length
  if (!done && !later) return
  const bar = element("progress", { max: ids.length, value: done })
  bar.setAttribute("aria-label", "Read on this topic")
  const list = element("a", { href: new URL("reading-list/", root), textContent: `${done} of ${ids.length} read${later ? `, ${later} to read` : ""}` })
  progress.replaceChildren(bar, list)
}
showProgress()

// Rows of lists show what is read, too.
const marks = read()
if (Object.keys(marks).length) {
  for (const row of document.querySelectorAll(".listed > .entry")) {
    const id = decodeURIComponent(row.querySelector(".meta a[href*='#']")?.hash.slice(1) ?? "")
    if (stateOf(id) === "read") row.classList.add("is-read")
  }
}
