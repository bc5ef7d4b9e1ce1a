// What a reader has read and wants to read, by the id of its entry: ["read" or "later", day].
// It stays in this browser. An id is the same for ever, so a list outlives any move of an entry.

import { load, save } from "./store.js"

const NAME = "reading"

export const read = () => {
  const stored = load(NAME, {})
  return stored && typeof stored === "object" && !Array.isArray(stored) ? stored : {}
}

/** "read", "later" or "" for an entry. */
export const stateOf = (id) => (Array.isArray(read()[id]) ? read()[id][0] : "")
export const isRead = (id) => stateOf(id) === "read"

/** Mark an entry; "" forgets it. Returns whether that outlasts this page. */
export function mark(id, state) {
  const all = { ...read() }
  if (state) all[id] = [state, new Date().toISOString().slice(0, 10)]
  else delete all[id]
  const kept = save(NAME, all)
  dispatchEvent(new CustomEvent("marked", { detail: { id, state } }))
  return kept
}

/** The ids with a state, in the order in which they were marked. */
export const marked = (state) => Object.keys(read()).filter((id) => stateOf(id) === state)

/** Put marks beside those that are there; what is no mark is left out. Returns how many came. */
export function take(given) {
  const pairs = given && typeof given === "object" ? Object.entries(given) : []
  const good = pairs.filter(
    ([id, mark]) => id.length < 300 && Array.isArray(mark) && ["read", "later"].includes(mark[0]) && /^\d{4}-\d\d-\d\d$/.test(mark[1]),
  )
  save(NAME, { ...read(), ...Object.fromEntries(good) })
  dispatchEvent(new CustomEvent("marked", { detail: {} }))
  return good.length
}

/** Forget everything that this site remembers of a reader's reading. */
export function forget() {
  for (const name of [NAME, "visit", "seen"]) save(name, null)
  dispatchEvent(new CustomEvent("marked", { detail: {} }))
}
