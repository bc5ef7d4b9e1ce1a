// The search engine as pages use it: a worker, started by the first query.

/**
 * Return a function that searches. `mode` "results" gives the best as `items`, with HTML to show;
 * "filter" gives the `locations` of all that fits; "notes" gives pairs of location and note. It
 * fails if the index cannot be loaded.
 *
 * `documents` returns what is searched, in the form of the index, in place of the entries.
 */
export function engine(documents) {
  const waiting = new Map()
  let worker
  let last = 0

  function start() {
    worker = new Worker(new URL("./search.js", import.meta.url))
    worker.onmessage = ({ data: { id, error, ...result } }) => {
      const { resolve, reject } = waiting.get(id)
      waiting.delete(id)
      if (error) reject(new Error(error))
      else resolve(result)
    }
    if (documents) worker.postMessage({ documents: documents() })
  }

  return (query, mode = "results") => {
    if (!worker) start()
    const id = ++last
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, query, mode })
    })
  }
}

export const search = engine()
