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
const SHORTENED = 0.5 // how well a word fits of which some letters were left out
const EXPLAINING = 6 // how much more a term of the glossary counts when a meaning is asked for
const PREFERRED = 1.5 // how much more a result counts that is of the kind that was asked for
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
    "which who why will with you your paper post article use used using need want look find mean meaning define explain " +
    "understand work best good really one").split(" ").map(stem),
)

// What a question for a place to start is made of; without these words it names its subject.
const STARTING = new RegExp(
  "\\b(?:(?:where|how|what|which|when)\\b.{0,30}?\\b)?(?:" +
    "(?:to |should i |do i |can i |i )?(?:get(?:ting)? )?start(?:ed|ing)?(?: (?:with|on|in|learning|reading))?|" +
    "(?:to )?begin(?:ning)?(?: with)?|first steps?(?: (?:in|with))?|" +
    "(?:(?:paper|post|article|entry|thing|one|link)s? )?(?:(?:to|should i|do i|can i) )?(?:read|learn|watch|study)(?: up)? first|" +
    "(?:best |good )?(?:first|essential|key|most important) (?:paper|post|reading|read|link|resource|thing)s?|" +
    "get into|new to|basics of|(?:an? )?(?:intro|introduction|guide|primer) (?:to|for|into|on)|(?:to )?(?:learn|read) (?:about|on)" +
  ")\\b(?: (?:about|on|for|of|in|to|with))?",
  "g",
)

// What a question for the meaning of a word begins with.
const MEANING = /^\s*(?:what(?:'?s| is| are| does| do)|define|definition of|meaning of|explain)\b/i

// What kinds of things are called in a query: they prefer a kind and are no subject.
const KINDS = new Map(
  Object.entries({
    tool: "tool library package software framework",
    code: "code repo repository github implementation",
    notebook: "notebook colab exercise",
    interactive: "demo visualization playground interactive",
    video: "video talk lecture youtube",
    course: "course curriculum",
    paper: "paper preprint",
    post: "post blog essay",
  }).flatMap(([kind, words]) => words.split(" ").map((word) => [word, kind])),
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

// Headings that say nothing about what is below them.
const GENERIC = /^topics\/[^#]*#(links|demos|people|start-here)$|^#/

let docs = []
let pages = new Map() // the title of each page, by its address
let index = new Map() // each word: where it stands, as document * parts + part
let vocabulary = [] // the words in order
let looked = new Map() // the words that a word may have been meant for, once it was looked up
let synonyms = new Map() // the words of each phrase: the words of others that mean the same

function build(given, groups) {
  docs = given.filter((doc) => doc.kind || !GENERIC.test(doc.location)).map(read)
  pages = new Map(docs.filter(({ location }) => !location.includes("#")).map((doc) => [doc.location, doc.title]))
  index = new Map()
  docs.forEach((doc, number) => PARTS.forEach((part, at) => add(number * PARTS.length + at, doc.parts[part])))
  looked = new Map()
  vocabulary = [...index.keys()].sort()
  synonyms = pairs(groups)
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
    about: plain(`${kind ?? ""} ${year} ${venue} ${issues(venue, year)} ${section}`),
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
    term: /^glossary\/#/.test(location),
    worth: (doc.boost ?? 1) * (topic ? 0.6 : !kind ? 0.35 : section === "Demos" ? 0.85 : 1),
  }
}

/** A venue and its year as one word, for a preprint's year is often another one. */
function issues(venue, year) {
  const stated = [...venue.matchAll(/(\p{L}+)[ -]((?:19|20)\d\d)\b/gu)].map(([, name, of]) => name + of)
  return (stated.length || !year ? stated : venue.split(/[^\p{L}]+/u).map((name) => name && name + year)).join(" ")
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

const isYear = (word) => /^(19|20)\d\d$/.test(word)

function add(place, text) {
  const isId = PARTS[place % PARTS.length] === "ids" // an address may hold a year, and says nothing by it
  for (const word of new Set([...split(text), ...joined(text)])) {
    if (isId && isYear(word)) continue
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
    groups.push({ ways, small: length === 1 && (SMALL.has(pieces[at].word) || KINDS.has(pieces[at].word)) })
    at += length
  }
  if (groups.every(({ small }) => small)) for (const one of groups) one.small = SMALL.has(one.ways[0].words[0])
  return groups
}

function longest(pieces, at, lenient) {
  for (let length = Math.min(6, pieces.length - at); length > 0; length--) {
    const words = pieces.slice(at, at + length).flatMap((piece) => piece.words)
    if (length === 2 && isYear(words[1]) && index.has(words.join(""))) return [2, [{ words: [words.join("")], fit: 1 }]]
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
    const found = off.filter(([, by]) => by && by <= most)
    looked.set(word, [
      ...found.map(([other, by]) => [other, MISSPELT[by] * (other[0] === word[0] ? 1 : 0.6)]),
      ...vocabulary.filter((other) => isShortened(word, other, most)).map((other) => [other, SHORTENED]),
    ])
  }
  return looked.get(word)
}

/** Whether a word is another one without a few letters of its middle: "suposition". */
function isShortened(word, other, most) {
  const missing = other.length - word.length
  if (word.length < 8 || missing <= most || missing > 4) return false
  if (!other.startsWith(word.slice(0, 3)) || !other.endsWith(word.slice(-3))) return false
  let at = 0
  for (const letter of other) if (letter === word[at]) at++
  return at === word.length
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

/** What a question is about, if it asks where to start with something; else null. */
function subject(query) {
  const text = plain(query).replace(/[?!.,]/g, " ")
  if (!STARTING.test(text)) return null
  const rest = text.replace(STARTING, " ").split(/\s+/).filter(Boolean)
  const named = rest.some((word) => !SMALL.has(stem(word)) && !KINDS.has(stem(word)))
  return named ? rest.join(" ") : "getting started"
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
  const about = subject(query)
  const { found, met, groups, lenient } = find(about ?? query)
  const least = found.reduce((most, { held }) => Math.max(most, held), 0) / 2
  const kept = found.filter(({ held }) => held >= least)
  const wanted = new Set(about ? [] : split(plain(query)).flatMap((word) => KINDS.get(word) ?? []))
  for (const one of kept) if (wanted.has(docs[one.doc].kind?.toLowerCase())) one.score *= PREFERRED
  const ranked = rank(kept, phrasings(groups, lenient), met, MEANING.test(query))
  const best = (about ? startingPoints(ranked) : ranked).slice(0, MOST)
  return best.map(({ doc }) => shown(docs[doc], met))
}

/** The topic that fits best before all else, then what is essential on it. */
function startingPoints(ranked) {
  const topic = ranked.find(({ doc }) => docs[doc].topic)
  if (!topic) return ranked
  const { location } = docs[topic.doc]
  const first = docs.flatMap(({ essential }, doc) => (essential?.includes(location) ? [{ doc }] : []))
  const chosen = new Set([topic.doc, ...first.map(({ doc }) => doc)])
  return [topic, ...first, ...ranked.filter(({ doc }) => !chosen.has(doc))]
}

/** What was found, the best first. Names are compared only where it can matter. */
function rank(found, asked, met, forMeaning) {
  for (const one of found) one.score *= one.held ** 2 * docs[one.doc].worth * (1 + filled(docs[one.doc], met) / 2)
  found.sort(byScore)
  const near = found.filter(({ doc }, at) => at < 4 * MOST || docs[doc].topic)
  for (const one of near) {
    const doc = docs[one.doc]
    const same = Math.max(...asked.map(([phrase, fit]) => 1 + fit * (sameness(doc, phrase) - 1)))
    one.score *= forMeaning && doc.term && same > 1.4 ? same * EXPLAINING : same
  }
  return near.sort(byScore)
}

/** The locations of all entries that hold everything that is asked. */
function filter(query) {
  const { found } = find(subject(query) ?? query)
  return found.filter(({ held }) => held > 0.85).map(({ doc }) => docs[doc].location)
}

function byScore(a, b) {
  return b.score - a.score || a.doc - b.doc
}

/** What is asked as one phrase, as typed and with each synonym; with how well it fits. */
function phrasings(groups, lenient) {
  const typed = groups.map(({ ways }) => ways[0].words.map((word) => (lenient ? corrected(word) : word)).join(" "))
  const asked = [[typed.join(" "), 1]]
  const isLarge = groups.map(({ small }) => !small)
  const large = (words) => words.filter((_, at) => isLarge[at]).join(" ")
  if (large(typed) && large(typed) !== asked[0][0]) asked.push([large(typed), 0.9])
  groups.forEach(({ ways }, at) => {
    for (const { words, fit } of ways.slice(1)) asked.push([large(typed.with(at, words.join(" "))), fit])
  })
  return asked.filter(([phrase]) => phrase)
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
  if (topic && named.some((name) => name.includes(" ") && ` ${phrase} `.includes(` ${name} `))) return 2
  if (named[0] === phrase || main === phrase) return 4
  if (` ${named[0]}`.endsWith(` ${phrase}`)) return 2.8
  if (named.includes(phrase)) return 2.6
  if (named[0].startsWith(`${phrase} `)) return 2.2
  if (` ${named[0]} `.includes(` ${phrase} `)) return 1.8
  if (authors.includes(phrase)) return authors[0] === phrase ? 1.4 : 1.2
  return named[0].startsWith(phrase) ? 1.5 : 1
}

/* --- What is shown --------------------------------------------------------------------------- */

/** A result as it is shown: its address, and HTML for its title and what is below that. */
function shown(doc, met) {
  const kind = doc.kind ?? PAGES.find(([address]) => address.test(doc.location))[1]
  const page = doc.kind || doc.term ? null : pages.get(doc.location.split("#")[0])
  const title = page && page !== doc.title ? `${page} › ${doc.title}` : doc.title
  const flag = doc.flag && `<b class="word">${doc.flag}</b>`
  const about = [flag, kind, people(doc.by), doc.year, doc.essential && "Essential"].filter(Boolean).join(" · ")
  const parts = [mark(title, met), `<small>${about}</small>`]
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
let documents // of the page, where it gave some

/** Load and build the index, once; after a failure the next query tries again. */
function prepare() {
  ready ??= fetch(new URL("../search/search_index.json", self.location))
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
    .then(({ docs }) => build(documents ?? docs, docs.find((doc) => doc.synonyms)?.synonyms ?? []))
    .catch((error) => {
      ready = null
      throw error
    })
  return ready
}

const MODES = {
  results: (query) => ({ items: search(query) }),
  filter: (query) => ({ locations: filter(query) }),
  notes: () => ({ notes: docs.filter(({ kind }) => kind).map(({ location, text }) => [location, text]) }),
}

addEventListener("message", async ({ data }) => {
  if (data.documents) {
    documents = data.documents
    return
  }
  try {
    await prepare()
    postMessage({ id: data.id, ...MODES[data.mode](data.query) })
  } catch (error) {
    postMessage({ id: data.id, error: String(error) })
  }
})
