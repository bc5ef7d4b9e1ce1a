// Material asks for its search index along with every page, and the index outweighs the page. Here
// it waits until somebody turns to the search, by whichever way: they all tick this box.

{
  const { open, send } = XMLHttpRequest.prototype
  const turned = new Promise((resolve) => {
    document.getElementById("__search").addEventListener("change", resolve, { once: true })
  })

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.waits = new URL(url, location).pathname.endsWith("/search/search_index.json")
    return open.call(this, method, url, ...rest)
  }

  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) turned.then(() => send.apply(this, body))
    else send.apply(this, body)
  }
}
