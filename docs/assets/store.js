// What the site remembers for a reader: in this browser alone, and for this visit alone where
// storage is blocked or full. Nothing here is ever sent anywhere.

export const root = new URL("..", import.meta.url)

const prefix = `${root.pathname}.`
const visit = new Map()

/** Return what is stored under a name; `otherwise` where nothing is, or nothing that can be read. */
export function load(name, otherwise = null) {
  if (visit.has(name)) return visit.get(name)
  try {
    return JSON.parse(localStorage.getItem(prefix + name)) ?? otherwise
  } catch {
    return otherwise
  }
}

/** Store a value under a name, or remove it with null. Returns whether it outlasts this page. */
export function save(name, value) {
  try {
    if (value === null) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, JSON.stringify(value))
    visit.delete(name)
    return true
  } catch {
    visit.set(name, value)
    return false
  }
}
