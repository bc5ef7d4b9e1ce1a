// Reads lines {"file", "url"} and prints what metascraper says of each page, as one JSON object.
// Run by extract.py in a folder where metascraper and its rules for author, date and title are
// installed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(`${process.cwd()}/`)
const load = name => { const found = require(name); return found.default ?? found }
const scraper = load('metascraper')(['author', 'date', 'title'].map(rule => load(`metascraper-${rule}`)()))

const told = {}
for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const { file, url } = JSON.parse(line)
  try {
    told[file] = await scraper({ url, html: readFileSync(file, 'utf8') })
  } catch (error) {
    told[file] = { error: String(error) }
  }
}
console.log(JSON.stringify(told))
