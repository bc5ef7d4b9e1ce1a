// The search engine as pages use it: a worker, started by the first query.

let worker
let last = 0
const waiting = new Map()

function start() {
  worker = new Worker(new URL("./search.js", import.meta.url))
  worker.onmessage = ({ data: { id, error, ...result } }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (error) reject(new Error(error))
    else resolve(result)
  }
}

/**
 * Search for something. `mode` "results" returns the best as `items`, with HTML to show; "filter"
 * returns the `locations` of all entries that fit. Fails if the index cannot be loaded.
 */
export function search(query, mode = "results") {
  if (!worker) start()
  const id = ++last
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker.postMessage({ id, query, mode })
  })
}
