// A link to an entry shows the entry's card: to a pointer that rests on it, to a keyboard, and on a
// finger's first tap. Which links lead to entries, entries.json says; it is loaded once somebody
// turns to a link, and the card comes from the page that has it.

import { close, closeSoon, isAbout, open } from "./popup.js"
import { root } from "./store.js"

const REST = 250 // ms that a pointer rests before a card is shown

let known // the entry of each address that a page of the site links to
const pages = new Map([[location.href.split("#")[0], document]])

async function load(address, read) {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${address}`)
  return response[read]()
}

/** Where a link leads; a link in a drawing has no address as a text. */
const target = (link) => new URL(link.getAttribute("href"), location.href)

/** The address of the entry that a link leads to, or nothing. */
async function entryOf(link) {
  known ??= load(new URL("entries.json", root), "json").then((addresses) => ({
    addresses,
    places: new Set(Object.values(addresses)),
  }))
  known.catch(() => (known = undefined)) // and the next link tries again
  const { addresses, places } = await known
  const { href } = target(link)
  const inside = href.startsWith(root.href) ? decodeURI(href.slice(root.href.length)) : ""
  return places.has(inside) ? inside : addresses[link.getAttribute("href")]
}

async function pageOf(address) {
  if (!pages.has(address)) {
    const html = await load(address, "text")
    pages.set(address, new DOMParser().parseFromString(html, "text/html"))
  }
  return pages.get(address)
}

/** A copy of an entry's card, whose links lead where they lead on its own page. */
async function cardOf(place) {
  const url = new URL(place, root)
  const page = await pageOf(url.href.split("#")[0])
  const entry = page.getElementById(decodeURIComponent(url.hash.slice(1)))
  if (!entry) return null
  const card = entry.cloneNode(true)
  card.removeAttribute("id")
  for (const part of card.querySelectorAll("button, .elsewhere, .relations, .citation, .rest")) part.remove()
  for (const part of card.querySelectorAll("[id], [aria-describedby]")) {
    part.removeAttribute("id")
    part.removeAttribute("aria-describedby")
  }
  for (const link of card.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), url)
  const where = document.createElement("p")
  where.className = "where"
  const link = Object.assign(document.createElement("a"), { href: url, textContent: page.querySelector("h1")?.firstChild.textContent ?? "" })
  where.append("On ", link)
  const box = document.createElement("div")
  box.className = "md-typeset"
  box.append(...card.childNodes, where)
  return box
}

/** Whether a link may lead to an entry: not from its own card, nor from where entries are shown already. */
function mayPreview(link) {
  if (!link || link.closest(".popup, .md-search, .headerlink, .contents, .onpage, .overview .parts")) return false
  if (link.matches(".title, .entry .with a, .aside:not(.relations, .elsewhere) a")) return false
  const { href, hash } = target(link)
  if (href.startsWith(root.href)) return hash.length > 1
  return /^https?:/.test(href) && link.closest(".md-content")
}

const linkOf = (event) => {
  const link = event.target.closest?.("a[href]")
  return mayPreview(link) ? link : null
}

let wanted = null
let resting = 0

/** Show the card of the entry that a link leads to; says whether there is one. */
async function preview(link) {
  wanted = link
  try {
    const place = await entryOf(link)
    const own = link.closest(".entry[id]")?.id
    const card = place && decodeURIComponent(place.split("#")[1]) !== own ? await cardOf(place) : null
    if (!card) return false
    if (wanted === link) {
      open(link, card, "card")
      dispatchEvent(new Event("previewed"))
    }
    return true
  } catch {
    return false // a link without its card still leads where it leads
  }
}

let touched = false
addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true)

addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return
  const link = linkOf(event)
  clearTimeout(resting)
  if (link) resting = setTimeout(preview, REST, link)
})
addEventListener("pointerout", (event) => {
  const link = linkOf(event)
  if (!link || link.contains(event.relatedTarget)) return
  clearTimeout(resting)
  wanted = null
  if (isAbout(link)) closeSoon()
})
addEventListener("focusin", (event) => {
  const link = linkOf(event)
  if (link && !touched && link.matches(":focus-visible")) preview(link)
})
addEventListener("focusout", (event) => {
  const link = linkOf(event)
  wanted = null
  if (link && isAbout(link)) close()
})

// A finger cannot rest: its first tap shows the card, the second one follows the link.
addEventListener("click", async (event) => {
  const link = linkOf(event)
  if (!touched || !link || link.closest(".map") || isAbout(link) || event.defaultPrevented) return
  event.preventDefault()
  if (!(await preview(link))) location.href = target(link)
})
