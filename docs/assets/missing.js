// What was asked for, in words: "/topics/induction-heads/" is a search for "induction heads".

const parts = location.pathname.replace(/\/index\.html$/, "").split("/").filter(Boolean)
let name = parts.pop() ?? ""
try {
  name = decodeURIComponent(name)
} catch {} // it was mistyped, after all
document.querySelector(".ask input").value = name.replace(/\.\w+$/, "").replace(/[-_+%]+/g, " ")
