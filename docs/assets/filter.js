// Narrows and orders a list that is there already. The address holds what is chosen, so that it
// can be kept, sent and gone back to; without this script the list is whole. Words are looked up by
// the engine of the search. (They are not called `q`: that would open the search.)

import { engine, search } from "./engine.js"
import { isRead } from "./memory.js"
import { root } from "./store.js"

const form = document.querySelector(".filter")
const list = document.querySelector(form.dataset.of)
const none = document.querySelector(".none")
const output = form.querySelector("output")
const more = document.querySelector(".more")

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()

let read

/** Every row; read from the page once somebody narrows the list, which most never do. */
function rows() {
  return (read ??= Array.from(list.children, readRow))
}

/** A row's address from the site's root, as the index of the search has it. */
function locate(item, place) {
  const link = item.querySelector(".meta a[href*='#']")
  return link ? decodeURI(link.href).slice(decodeURI(root.href).length) : String(place)
}

const readRow = (item, place) => ({
  item,
  place,
  location: locate(item, place),
  has: item.dataset.has?.split(" ") ?? [],
  kind: item.dataset.kind ?? "",
  date: item.dataset.date ?? "",
  year: (item.dataset.date ?? "").slice(0, 4),
  facets: item.dataset,
  topics: (item.dataset.topic ?? "").split(" ").filter(Boolean),
  people: (item.dataset.by ?? "").split(", ").filter(Boolean),
  title: item.querySelector(".title").textContent,
  get text() {
    const href = item.querySelector("a.title")?.getAttribute("href") ?? ""
    return remember(this, "text", plain(`${item.textContent} ${item.dataset.by ?? ""} ${item.dataset.ids ?? ""} ${href}`))
  },
  get names() {
    return remember(this, "names", plain(this.people.join("\n")))
  },
})

/** Keep what a getter found, for the next time. */
function remember(object, name, value) {
  Object.defineProperty(object, name, { value })
  return value
}

/** People are no results of the search, so the engine looks through the rows themselves. */
const find = list.matches(".people") ? engine(() => rows().map(personAsDocument)) : search

const personAsDocument = ({ item, location, title }) => ({
  location,
  title: escape(title),
  kind: "Person",
  names: [item.querySelector(".also")?.textContent.replace(/^also /, "") ?? ""],
  text: escape([...item.querySelectorAll(".note, .works a")].map((one) => one.textContent).join(" ; ")),
})

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
}

/** A test for the words that are asked; without the engine each must stand in the row. */
async function textTest(text) {
  if (!text.trim()) return () => true
  try {
    const locations = new Set((await find(text, "filter")).locations)
    return (row) => locations.has(row.location)
  } catch {
    const words = plain(text).split(/\s+/).filter(Boolean)
    return (row) => words.every((word) => row.text.includes(word))
  }
}

const only = {
  essential: (row) => row.has.includes("essential"),
  code: (row) => row.has.includes("code"),
  demo: (row) => row.has.includes("demo"),
  unread: (row) => !isRead(row.location.split("#")[1]),
}

/** What the form asks of a row, one test for each of its parts. */
async function tests(asked) {
  const kinds = asked.getAll("kind")
  const wanted = asked.getAll("only").filter((name) => name in only)
  const person = plain(asked.get("person") ?? "").trim()
  const topic = asked.get("topic")
  const year = asked.get("year")
  return {
    text: await textTest(asked.get("text") ?? ""),
    only: (row) => wanted.every((name) => only[name](row)),
    person: (row) => !person || row.names.includes(person),
    kind: (row) => !kinds.length || kinds.includes(row.kind),
    topic: (row) => !topic || row.topics.includes(topic),
    year: (row) => !year || row.year === year,
    ...Object.fromEntries(FACETS.map((name) => [name, hasFacet(name, asked.get(name))])),
  }
}

// Vital signs that can be chosen; a row names those that it has, in attributes of their names.
const FACETS = ["upkeep", "minutes", "needs", "license"].filter((name) => form.elements[name])

function hasFacet(name, wanted) {
  return (row) => !wanted || facets(row, name).includes(wanted)
}

function facets(row, name) {
  return (row.facets[name] ?? "").split(" ").filter(Boolean)
}

const orders = {
  "": (a, b) => a.place - b.place,
  new: (a, b) => compare(b.date, a.date) || a.place - b.place,
  old: (a, b) => compare(a.date || "9", b.date || "9") || a.place - b.place,
  title: (a, b) => a.title.localeCompare(b.title, "en") || a.place - b.place,
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}

/** How many rows each choice would leave, all other choices being as they are. */
function tally(name, values, asks) {
  const others = Object.entries(asks).filter(([other]) => other !== name)
  const counts = new Map()
  for (const row of rows()) {
    if (!others.every(([, fits]) => fits(row))) continue
    for (const value of values(row)) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return counts
}

function showCounts(asks) {
  const kinds = tally("kind", (row) => [row.kind], asks)
  for (const box of form.querySelectorAll("[name=kind]")) {
    box.parentNode.querySelector("small").textContent = kinds.get(box.value) ?? 0
  }
  const having = tally("only", (row) => Object.keys(only).filter((name) => only[name](row)), asks)
  for (const box of form.querySelectorAll("[name=only]")) {
    box.parentNode.querySelector("small").textContent = having.get(box.value) ?? 0
  }
  countOptions("topic", tally("topic", (row) => row.topics, asks))
  countOptions("year", tally("year", (row) => [row.year], asks))
  for (const name of FACETS) countOptions(name, tally(name, (row) => facets(row, name), asks))
}

function countOptions(name, counts) {
  for (const option of form.elements[name]?.options ?? []) {
    if (!option.value) continue
    option.textContent = `${option.dataset.name} (${counts.get(option.value) ?? 0})`
  }
}

// A browser takes long to style and lay out ten thousand rows; so many are put in at a time.
const STEP = 1000
let limit = STEP
let shown = null // what is in the page, or all

/** Put the first of these rows into the page, and say how many are left. */
function show(found) {
  const few = found.slice(0, limit)
  const before = shown ?? rows()
  if (few.length !== before.length || few.some((row, place) => row !== before[place])) {
    list.replaceChildren(...few.map((row) => row.item))
    shown = few
  }
  more.hidden = found.length <= limit
  more.textContent = `Show ${Math.min(STEP, found.length - limit)} more of ${found.length - limit}`
}

const ordered = new Map()

/** All rows in one order, worked out once. */
function inOrder(name) {
  const wanted = name in orders ? name : ""
  if (!ordered.has(wanted)) ordered.set(wanted, [...rows()].sort(orders[wanted]))
  return ordered.get(wanted)
}

let asking = 0

async function filter() {
  const turn = ++asking
  const asked = new URLSearchParams(new FormData(form))
  const asks = await tests(asked)
  if (turn !== asking) return // something else was asked meanwhile
  const fits = Object.values(asks)
  const found = inOrder(asked.get("order") ?? "").filter((row) => fits.every((test) => test(row)))
  show(found)
  showCounts(asks)
  const name = form.dataset.name ?? "entries"
  const all = found.length === rows().length
  output.textContent = all ? `${rows().length} ${name}` : `${found.length} of ${rows().length} ${name}`
  form.classList.toggle("filtered", !all)
  none.hidden = found.length > 0
  showChosen(asked)
  await showNotes(asked.has("notes"))
}

/** What was chosen, in words: a printed list has no form. */
function showChosen(asked) {
  const names = { text: "words", only: "only", kind: "kind", topic: "topic", year: "year", person: "person" }
  const parts = Object.entries(names).flatMap(([name, label]) => {
    const values = asked.getAll(name).filter(Boolean)
    const option = form.elements[name]?.selectedOptions?.[0]
    return values.length ? `${label}: ${option ? option.dataset.name : values.join(", ")}` : []
  })
  form.querySelector(".chosen").textContent = parts.length ? `Chosen by ${parts.join("; ")}` : ""
}

let notes // of each row, by its location, once somebody wants them

async function showNotes(wanted) {
  list.classList.toggle("with-notes", wanted)
  if (!wanted || notes) return
  try {
    notes = new Map((await find("", "notes")).notes)
  } catch {
    return
  }
  for (const { item, location } of rows()) {
    if (!notes.get(location)?.trim() || item.querySelector(".note")) continue
    const note = Object.assign(document.createElement("p"), { className: "note on-demand" })
    note.innerHTML = notes.get(location) // the index holds it escaped
    item.append(note)
  }
}

/** The address of the page as it is now, without what was left empty. */
function address() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value))
  return location.pathname + (asked.toString() && `?${asked}`)
}

/** Fill in the form from the address; who is sent to one row must find it there. */
async function restore() {
  limit = location.hash ? Infinity : STEP
  const asked = new URLSearchParams(location.search)
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value)
    else if (field.name) field.value = asked.get(field.name) ?? ""
    if (field.selectedIndex === -1) field.value = "" // an address may ask for what is not there
  }
  await filter()
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (target?.matches(".entry")) target.querySelector("details")?.setAttribute("open", "")
}

/** Offer names only once somebody turns to them: in a long list there are thousands. */
function offerNames() {
  const count = new Map()
  for (const row of rows()) for (const name of row.people) count.set(name, (count.get(name) ?? 0) + 1)
  const names = [...count].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])).map(([name]) => name)
  document.getElementById("names").append(...names.map((name) => Object.assign(new Option(), { value: name })))
}

let waiting = 0

// Words change the address in place; each choice is a step that "back" undoes.
form.addEventListener("input", (event) => {
  const typed = event.target.matches("input:not([type=checkbox])")
  limit = STEP
  cancelAnimationFrame(waiting)
  waiting = requestAnimationFrame(() => {
    filter()
    history[typed ? "replaceState" : "pushState"](null, "", address())
  })
})
form.addEventListener("submit", (event) => event.preventDefault())
form.elements.person?.addEventListener("focus", offerNames, { once: true })
for (const button of document.querySelectorAll("button[type=reset]")) {
  if (button.closest(".md-search")) continue
  button.addEventListener("click", (event) => {
    event.preventDefault()
    history.pushState(null, "", location.pathname)
    restore()
    form.elements.text.focus() // the button has gone
  })
}
more.addEventListener("click", () => {
  limit += STEP
  filter()
})
addEventListener("popstate", restore)

// A person with an open list takes the whole width, or the row would have empty places beside it.
list.addEventListener("toggle", ({ target }) => target.closest(".entry")?.classList.toggle("open", target.open), true)

// The list stands there whole, with its counts: there is nothing to do for who only reads it.
if (location.search || location.hash || list.childElementCount > STEP) restore()
