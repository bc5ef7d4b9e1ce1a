// What the pages do beyond being read: little, and nothing without which they could not be read.

// A checkbox behind a label is out of a keyboard's reach; these are its buttons.
for (const button of document.querySelectorAll("[data-toggle]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.toggle).click())
}
