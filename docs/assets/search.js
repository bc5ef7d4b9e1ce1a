// The search: a worker that the search box and the filters of the lists send their queries to. It
// loads the index with the first one. Entries are found by title, author, number, note, abbreviation and synonym, whole words before beginnings
// before misspellings; docs/reference/searching.md says why this is our own.

// How much it says of a document that a word stands in one of its parts.
const WEIGHTS = { title: 10, names: 9, first: 9, by: 7, ids: 8, about: 3, text: 2 }
const PARTS = Object.keys(WEIGHTS)
const WEIGHT = PARTS.map((part) => WEIGHTS[part])

const MOST = 50 // results; who reads as far as that asks anew

const BEGINNING = 0.7 // how well a longer word fits that begins with what was typed
const RELATED = 0.5 // how well a word fits that only ends differently
const ENDING = /(?<=.{5})(e|ed|er|ing|ion|or)$/
const MISSPELT = [1, 0.6, 0.4] // how well a word fits that is so many letters off
const SYNONYM = 0.85 // how well another word for the same thing fits

const SPELLINGS = [
  [/is(?=(ation|e|ed|er|ing)s?$)/, "iz"],
  [/our(?=s?$)(?<=.{6})/, "or"],
  [/ll(?=(ing|ed|er)s?$)/, "l"],
]

// Words that questions are made of: they help to tell titles apart, but nobody asks for them.
const SMALL = new Set(
  ("a about am an and any are as at be by can could did do does for from get give has have how i if in is it " +
    "its me my of on one or should so some that the their them there these they this to was we what when where " +
    "which who why will with you your paper post article").split(" ").map(stem),
)

/** A text in small letters, without accents, markup and possessives. */
function plain(text) {
  return text
    .replace(/<[^>]*>|&#?\w+;/g, " ")
    .normalize("NFKD")
    .replace(/\p{M}|['’]s?(?![\p{L}\p{N}])|(?<=\p{L})['’](?=\p{L})/gu, "")
    .toLowerCase()
}

/** A word without the ending of its plural, in American spelling. */
function stem(given) {
  const word = SPELLINGS.reduce((so, [british, american]) => so.replace(british, american), given)
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word
  return word.endsWith("ies") ? `${word.slice(0, -3)}y` : word.slice(0, -1)
}

/** The words of a text that is plain already. */
function split(text) {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).map(stem)
}

/** What is written in one, such as GPT-2 or 2209.10652, and can be looked for in one. */
function joined(text) {
  const found = text.match(/[\p{L}\p{N}]+(?:[-./_:@+][\p{L}\p{N}]+)+/gu) ?? []
  return found.map((one) => stem(one.replace(/[^\p{L}\p{N}]/gu, "")))
}

/* --- The index ------------------------------------------------------------------------------- */

let docs = []
let index = new Map() // each word: where it stands, as document * parts + part
let vocabulary = [] // the words in order
let looked = new Map() // the words that a word may have been meant for, once it was looked up
let synonyms = new Map() // the words of each phrase: the words of others that mean the same

function build(given) {
  docs = given.map(read)
  index = new Map()
  docs.forEach((doc, number) => PARTS.forEach((part, at) => add(number * PARTS.length + at, doc.parts[part])))
  looked = new Map()
  vocabulary = [...index.keys()].sort()
  synonyms = pairs(given.find((doc) => doc.synonyms)?.synonyms ?? [])
}

/** What is searched of a document, and what is needed to rank it. */
function read(doc) {
  const { location, title, kind, by = [], names = [], ids = [], year = "", venue = "", section = "" } = doc
  const topic = !kind && /^topics\/[^#]+$/.test(location)
  const called = [title, ...names, ...topicNames(doc)]
  const parts = {
    title: plain(title),
    names: plain([...names, ...topicNames(doc)].join(" ; ")),
    first: plain(by[0] ?? ""),
    by: plain(by.slice(1).join(" ; ")),
    ids: plain(ids.join(" ")),
    about: plain(`${kind ?? ""} ${year} ${venue} ${section}`),
    text: plain(doc.text),
  }
  return {
    ...doc,
    parts,
    named: called.map(bare),
    main: bare(title.split(/: | \(/)[0]),
    authors: by.map((name) => split(plain(name)).join(" ")),
    words: split(parts.title),
    people: split(`${parts.first} ${parts.by}`),
    topic,
    worth: (doc.boost ?? 1) * (topic ? 0.6 : !kind ? 0.35 : section === "Demos" ? 0.85 : 1),
  }
}

/** A name in the words that are compared. */
function bare(name) {
  return split(plain(name)).join(" ").replace(/^(a|an|the) /, "")
}

/** What else a topic is called: each half of its title, and the name in its address. */
function topicNames({ location, title, kind }) {
  const address = kind ? null : location.match(/^topics\/([^/#]+)\/$/)
  return address ? [...title.split(/ and |, /), address[1]] : []
}

function add(place, text) {
  for (const word of new Set([...split(text), ...joined(text)])) {
    const places = index.get(word)
    if (places) places.push(place)
    else index.set(word, [place])
  }
}

function pairs(groups) {
  const found = new Map()
  for (const group of groups) {
    const phrases = group.map((phrase) => split(plain(phrase)))
    for (const phrase of phrases) {
      const others = phrases.filter((other) => other !== phrase)
      found.set(phrase.join(" "), [...(found.get(phrase.join(" ")) ?? []), ...others])
    }
  }
  return found
}

/* --- A query --------------------------------------------------------------------------------- */

/** What is asked: the words of a query, in groups that may each be met in several ways. */
function parse(query, lenient) {
  const number = query.match(/(?<!\d)\d{4}\.\d{4,5}(?!\d)/)
  const text = plain(number ? number[0] : query.replace(/^\s*(https?:\/\/)?(www\.)?|[?#]\S*=\S*/g, ""))
  const pieces = text.split(/[\s/]+/).flatMap((piece) => {
    const words = split(piece)
    return words.length > 1 ? { words, whole: joined(piece) } : words.map((word) => ({ words, word }))
  })
  return group(pieces, lenient)
}

/** Join neighbouring words that have a synonym or are one word elsewhere ("auto encoder"). */
function group(pieces, lenient) {
  const groups = []
  for (let at = 0; at < pieces.length; ) {
    const [length, ways] = longest(pieces, at, lenient)
    groups.push({ ways, small: length === 1 && SMALL.has(pieces[at].word) })
    at += length
  }
  return groups
}

function longest(pieces, at, lenient) {
  for (let length = Math.min(6, pieces.length - at); length > 0; length--) {
    const words = pieces.slice(at, at + length).flatMap((piece) => piece.words)
    const ways = [{ words, fit: 1 }]
    for (const other of synonyms.get(words.join(" ")) ?? []) ways.push({ words: other, fit: SYNONYM })
    const whole = length === 1 ? (pieces[at].whole ?? []) : length === 2 ? together(words, lenient) : []
    for (const one of whole) ways.push({ words: [one], fit: 1 })
    if (ways.length > 1 || length === 1) return [length, ways]
  }
}

/** Two words as one, if there is such a word. */
function together(words, lenient) {
  const word = words.join("")
  if (word.length < 6 || words.some((one) => SMALL.has(one))) return []
  return index.has(word) || (lenient && word.length > 7 && misspelt(word).length) ? [word] : []
}

/** Every word of the index that a typed word may stand for, and how well it fits. */
function fitting(word, last, lenient) {
  const found = new Map()
  if (lenient && word.length > 3) {
    for (const other of beginning(word.replace(ENDING, ""))) found.set(other, RELATED)
    for (const [other, fit] of misspelt(word)) found.set(other, fit)
  }
  if (last || (word.length > 1 && !SMALL.has(word))) for (const other of beginning(word)) found.set(other, BEGINNING)
  if (index.has(word)) found.set(word, 1)
  return found
}

function beginning(word) {
  const found = []
  for (let at = place(word); at < vocabulary.length && vocabulary[at].startsWith(word); at++) found.push(vocabulary[at])
  return found
}

/** Where a word stands or would stand in the vocabulary. */
function place(word) {
  let [low, high] = [0, vocabulary.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (vocabulary[middle] < word) low = middle + 1
    else high = middle
  }
  return low
}

/** Every word of the index that is a letter off, or two if it is long. */
function misspelt(word) {
  if (!looked.has(word)) {
    const most = word.length > 7 ? 2 : 1
    const near = vocabulary.filter((other) => Math.abs(other.length - word.length) <= most && !/\d/.test(other))
    const off = near.map((other) => [other, distance(word, other, most)])
    looked.set(word, off.filter(([, by]) => by && by <= most).map(([other, by]) => [other, MISSPELT[by]]))
  }
  return looked.get(word)
}

/** How many letters must be put in, left out, changed or swapped; gives up beyond `most`. */
function distance(a, b, most) {
  let [begin, cut] = [0, 0]
  while (begin < a.length && a[begin] === b[begin]) begin++
  while (cut < Math.min(a.length, b.length) - begin && a.at(-1 - cut) === b.at(-1 - cut)) cut++
  return between(a.slice(begin, a.length - cut), b.slice(begin, b.length - cut), most)
}

function between(a, b, most) {
  let before = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1)
    }
    if (Math.min(...next) > most) return most + 1
    ;[before, row] = [row, next]
  }
  return row[b.length]
}

/* --- Ranking --------------------------------------------------------------------------------- */

/** The documents that hold a word, each with how much that says; rare words say more. */
function weigh(word, last, lenient, met) {
  const scores = new Map()
  for (const [other, fit] of fitting(word, last, lenient)) {
    met.add(other)
    for (const at of index.get(other)) {
      const doc = Math.floor(at / PARTS.length)
      const score = fit * WEIGHT[at % PARTS.length]
      if (score > (scores.get(doc) ?? 0)) scores.set(doc, score)
    }
  }
  const rarity = Math.log(1 + docs.length / Math.max(1, scores.size))
  for (const [doc, score] of scores) scores.set(doc, score * rarity)
  return { scores, rarity }
}

/** The documents that meet a group in one of its ways, and how much the group says. */
function meet({ ways, small }, last, lenient, met) {
  const best = new Map()
  let weight = 0 // that of the words as they were typed
  for (const { words, fit } of ways) {
    const weighed = words.map((word) => weigh(word, last, lenient, met))
    const all = weighed.reduce((sum, { rarity }) => sum + rarity, 0)
    weight ||= all
    for (const doc of weighed[0].scores.keys()) {
      if (!weighed.every(({ scores }) => scores.has(doc))) continue
      const score = (fit * weight * weighed.reduce((sum, { scores }) => sum + scores.get(doc), 0)) / all
      if (score > (best.get(doc) ?? 0)) best.set(doc, score)
    }
  }
  return { best, weight: small ? weight / 10 : weight, small }
}

/** Every document that holds something of what is asked, with its score and how much it holds. */
function match(groups, lenient, met) {
  const groupsMet = groups.map((one, at) => meet(one, at === groups.length - 1, lenient, met))
  const all = groupsMet.reduce((sum, { weight }) => sum + weight, 0)
  const found = new Map()
  for (const { best, weight, small } of groupsMet) {
    for (const [doc, score] of best) {
      const so = found.get(doc) ?? { doc, score: 0, held: 0 }
      so.score += small ? score / 10 : score
      so.held += weight / all
      found.set(doc, so)
    }
  }
  return [...found.values()]
}

/** All documents that hold something of what is asked, and the words that were met. */
function find(query) {
  const met = new Set()
  let groups = parse(query, false)
  let found = match(groups, false, met)
  // Misspellings are looked for only where something asked for is missing.
  const lenient = groups.length > 0 && !found.some(({ held }) => held > 0.85)
  if (lenient) {
    met.clear()
    groups = parse(query, true)
    found = match(groups, true, met)
  }
  return { found, met, groups, lenient }
}

function search(query) {
  const { found, met, groups, lenient } = find(query)
  const least = found.reduce((most, { held }) => Math.max(most, held), 0) / 2
  const kept = found.filter(({ held }) => held >= least)
  const best = rank(kept, phrasings(groups, lenient), met).slice(0, MOST)
  return best.map(({ doc }) => shown(docs[doc], met))
}

/** What was found, the best first. Names are compared only where it can matter. */
function rank(found, asked, met) {
  for (const one of found) one.score *= one.held ** 2 * docs[one.doc].worth * (1 + filled(docs[one.doc], met) / 2)
  found.sort(byScore)
  const near = found.filter(({ doc }, at) => at < 4 * MOST || docs[doc].topic)
  for (const one of near) {
    one.score *= Math.max(...asked.map(([phrase, fit]) => 1 + fit * (sameness(docs[one.doc], phrase) - 1)))
  }
  return near.sort(byScore)
}

/** The locations of all entries that hold everything that is asked. */
function filter(query) {
  const { found } = find(query)
  return found.filter(({ held }) => held > 0.85).map(({ doc }) => docs[doc].location)
}

function byScore(a, b) {
  return b.score - a.score || a.doc - b.doc
}

/** What is asked as one phrase, as typed and with each synonym; with how well it fits. */
function phrasings(groups, lenient) {
  const typed = groups.map(({ ways }) => ways[0].words.map((word) => (lenient ? corrected(word) : word)).join(" "))
  const asked = [[typed.join(" "), 1]]
  const large = groups.map((one, at) => (one.small ? "" : typed[at])).filter(Boolean).join(" ")
  if (large && large !== asked[0][0]) asked.push([large, 0.9])
  groups.forEach(({ ways }, at) => {
    for (const { words, fit } of ways.slice(1)) {
      asked.push([[...typed.slice(0, at), ...words, ...typed.slice(at + 1)].join(" "), fit])
    }
  })
  return asked
}

function corrected(word) {
  if (index.has(word) || word.length < 4) return word
  return misspelt(word).sort((a, b) => b[1] - a[1])[0]?.[0] ?? word
}

/** How much of a title, or of a list of authors, is what is asked. */
function filled(doc, met) {
  return Math.max(part(doc.words, met), part(doc.people, met))
}

function part(words, met) {
  let count = 0
  for (const word of words) if (met.has(word)) count++
  return count && count / words.length
}

/** How much more a document is worth because it is called, or written by, what is asked. */
function sameness({ named, main, authors, topic }, phrase) {
  if (topic && named.some((name) => `${name} `.startsWith(`${phrase} `))) return named.includes(phrase) ? 9 : 4
  if (named[0] === phrase || main === phrase) return 4
  if (named.includes(phrase)) return 3
  if (named[0].startsWith(`${phrase} `)) return 2
  if (` ${named[0]} `.includes(` ${phrase} `)) return 1.6
  if (authors.includes(phrase)) return authors[0] === phrase ? 1.4 : 1.2
  return named[0].startsWith(phrase) ? 1.5 : 1
}

/* --- What is shown --------------------------------------------------------------------------- */

/** A result as it is shown: its address, and HTML for its title and what is below that. */
function shown(doc, met) {
  const kind = doc.kind ?? PAGES.find(([address]) => address.test(doc.location))[1]
  const about = [kind, people(doc.by), doc.year].filter(Boolean).join(" · ")
  const parts = [mark(doc.title, met), `<small>${about}</small>`]
  const says = excerpt(doc.text, doc.words.some((word) => tells(word, met)) ? null : met)
  if (says) parts.push(`<span>${mark(says, met)}</span>`)
  return { location: doc.location, title: parts.join(" ") }
}

const PAGES = [
  [/^topics\//, "Topic"],
  [/^glossary\/#/, "Glossary"],
  [/^/, "Page"],
]

/** Whether a word is one that was asked for. */
function tells(word, met) {
  return met.has(word) && !SMALL.has(word)
}

function people(names = []) {
  return names.length > 3 ? `${names[0]} and ${names.length - 1} others` : names.join(", ")
}

function mark(html, met) {
  return html.replace(/<[^>]*>|&#?\w+;|[\p{L}\p{N}]+/gu, (word) =>
    /^[<&]/.test(word) || !tells(stem(plain(word)), met) ? word : `<mark>${word}</mark>`,
  )
}

/** The beginning of a text, or the sentence or so where it first says what is asked. */
function excerpt(html, met, length = 150) {
  const words = html.replace(/<[^>]*>/g, " ").trim().split(/\s+/)
  const first = met ? words.findIndex((word) => split(plain(word)).some((one) => tells(one, met))) : 0
  const begin = first > 12 ? first - 6 : 0
  let [end, size] = [begin, 0]
  while (end < words.length && size < length) size += words[end++].length + 1
  return `${begin ? "… " : ""}${words.slice(begin, end).join(" ")}${end < words.length ? " …" : ""}`
}

/* --- Messages -------------------------------------------------------------------------------- */

let ready

/** Load and build the index, once; after a failure the next query tries again. */
function prepare() {
  ready ??= fetch(new URL("../search/search_index.json", self.location))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
    .then(({ docs }) => build(docs))
    .catch((error) => {
      ready = null
      throw error
    })
  return ready
}

addEventListener("message", async ({ data: { id, query, mode } }) => {
  try {
    await prepare()
    postMessage(mode === "filter" ? { id, locations: filter(query) } : { id, items: search(query) })
  } catch (error) {
    postMessage({ id, error: String(error) })
  }
})
