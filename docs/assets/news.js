// On the home page: how much is new since the last visit, and which of the newest are.

import { load, save } from "./store.js"

const list = document.querySelector("[data-added]")
const today = new Date().toISOString().slice(0, 10)
const visit = load("visit") ?? {}
const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day)

// A visit lasts a day: what was new in the morning still is in the evening.
const last = visit.day === today ? visit.before : visit.day
if (visit.day !== today) save("visit", { day: today, before: visit.day ?? null })

if (list && isDay(last)) {
  const days = list.dataset.added.split(" ").map((pair) => pair.split(":"))
  const count = days.reduce((sum, [day, number]) => (day > last ? sum + Number(number) : sum), 0)
  for (const item of list.querySelectorAll("li[data-day]")) item.classList.toggle("is-new", item.dataset.day > last)
  document.querySelector("[data-news]").textContent = `${count || "none"} since your last visit, ${last}`
}
