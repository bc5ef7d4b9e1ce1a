// Runs before anything is painted: scripts work here, and a reader may have chosen light or dark.
// The choice is stored below the site's own path, as one host may serve several sites.

const page = document.documentElement
page.classList.replace("no-js", "js")
try {
  const { pathname } = new URL("..", document.currentScript.src)
  const scheme = JSON.parse(localStorage.getItem(`${pathname}.scheme`))
  if (scheme === "light" || scheme === "dark") page.dataset.scheme = scheme
} catch {} // storage may be blocked, and hold anything
