// A toy model of superposition, trained in the reader's browser: x → ReLU(WᵀWx + b) passes features
// through two hidden dimensions, as in "Toy Models of Superposition" (Elhage et al., 2022).

const demo = document.querySelector(".demo")
const form = demo.querySelector("form")
const plane = demo.querySelector(".plane")
const grid = demo.querySelector(".grid")
const output = demo.querySelector("output")
const STEPS = 1600
const BATCH = 192
const FRAMES = 60
const SVG = "http://www.w3.org/2000/svg"

/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A model: its weights are two rows and a bias, one number for each feature in each. */
function newModel({ features, sparsity, decay, seed }) {
  const random = randomFrom(seed)
  const weights = [0, 1].map(() => Float64Array.from({ length: features }, () => random() - 0.5))
  weights.push(new Float64Array(features))
  const zeros = () => weights.map((row) => new Float64Array(row.length))
  const importance = Array.from({ length: features }, (_, i) => decay ** i)
  return { features, sparsity, importance, random, weights, means: zeros(), squares: zeros(), step: 0, loss: 0 }
}

/** One step of Adam on a fresh batch. */
function train(model) {
  const { features: n, sparsity, importance, random, weights, means, squares } = model
  const [first, second, bias] = weights
  const gradients = weights.map(() => new Float64Array(n))
  let loss = 0
  for (let sample = 0; sample < BATCH; sample++) {
    const x = Array.from({ length: n }, () => (random() < sparsity ? 0 : random()))
    let [h, k] = [0, 0]
    for (let i = 0; i < n; i++) {
      h += first[i] * x[i]
      k += second[i] * x[i]
    }
    let [gh, gk] = [0, 0]
    for (let i = 0; i < n; i++) {
      const before = first[i] * h + second[i] * k + bias[i]
      const error = Math.max(before, 0) - x[i]
      loss += importance[i] * error * error
      if (before <= 0) continue
      const slope = (2 * importance[i] * error) / BATCH
      gradients[0][i] += slope * h
      gradients[1][i] += slope * k
      gradients[2][i] += slope
      gh += slope * first[i]
      gk += slope * second[i]
    }
    for (let i = 0; i < n; i++) {
      gradients[0][i] += gh * x[i]
      gradients[1][i] += gk * x[i]
    }
  }
  model.step++
  model.loss = loss / BATCH
  const rate = 0.012 * (1 - model.step / (STEPS + 200))
  weights.forEach((row, at) => {
    for (let i = 0; i < n; i++) {
      const gradient = gradients[at][i]
      means[at][i] += 0.1 * (gradient - means[at][i])
      squares[at][i] += 0.01 * (gradient * gradient - squares[at][i])
      const scaled = means[at][i] / (1 - 0.9 ** model.step)
      row[i] -= (rate * scaled) / (Math.sqrt(squares[at][i] / (1 - 0.99 ** model.step)) + 1e-8)
    }
  })
}

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function draw({ features: n, weights: [first, second], importance }) {
  const parts = []
  for (let i = 0; i < n; i++) {
    const [x, y] = [first[i] * 80, -second[i] * 80]
    parts.push(shape("path", { class: "line strong", d: `M0 0L${x} ${y}`, "stroke-opacity": 0.25 + 0.75 * importance[i] }))
    parts.push(shape("circle", { class: "dot strong", cx: x, cy: y, r: 4.5 }))
    const long = Math.hypot(x, y)
    if (long > 14) {
      const label = shape("text", { class: "mid small", x: (x * (long + 13)) / long, y: (y * (long + 13)) / long + 4 })
      label.textContent = i + 1
      parts.push(label)
    }
  }
  plane.replaceChildren(...parts)
  const cells = []
  const size = 160 / n
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const product = first[i] * first[j] + second[i] * second[j]
      cells.push(shape("rect", { class: `cell${product < 0 ? " minus" : ""}`, x: j * size, y: i * size, width: size - 2, height: size - 2, "fill-opacity": Math.min(1, Math.abs(product) / 1.3) }))
    }
  }
  grid.replaceChildren(...cells)
}

/** What came out, in words. */
function describe({ features: n, weights: [first, second], loss }) {
  const angles = []
  for (let i = 0; i < n; i++) if (Math.hypot(first[i], second[i]) > 0.5) angles.push((Math.atan2(second[i], first[i]) * 180) / Math.PI)
  angles.sort((a, b) => a - b)
  const gaps = angles.map((angle, i) => (i ? angle - angles[i - 1] : angle - angles.at(-1) + 360))
  const kept = angles.length
  const closest = kept > 1 ? `; the closest two are ${Math.round(Math.min(...gaps))}° apart` : ""
  const what = kept > 2 ? "superposition" : "no superposition: the others are dropped"
  return `${kept} of ${n} features have a direction of their own${closest}. ${kept === n && n <= 2 ? "Each has a dimension to itself" : what[0].toUpperCase() + what.slice(1)}. Loss ${loss.toFixed(4)}.`
}

const settings = () => ({
  features: Number(form.elements.features.value),
  sparsity: Number(form.elements.sparsity.value),
  decay: Number(form.elements.decay.value),
})

let running = 0

function run(seed) {
  cancelAnimationFrame(running)
  const model = newModel({ ...settings(), seed })
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  const atOnce = still ? STEPS : Math.ceil(STEPS / FRAMES)
  const frame = () => {
    for (let i = 0; i < atOnce && model.step < STEPS; i++) train(model)
    draw(model)
    if (model.step < STEPS) running = requestAnimationFrame(frame)
    else output.textContent = describe(model)
  }
  frame()
}

const names = { features: (v) => v, sparsity: (v) => `${Math.round(v * 100)} %`, decay: (v) => (v === "1" ? "all equal" : `each ${v} of the last`) }

function label() {
  for (const [name, wording] of Object.entries(names)) form.querySelector(`[data-of=${name}]`).textContent = wording(form.elements[name].value)
}

let seed = 1
form.addEventListener("input", () => {
  label()
  run(seed)
})
form.addEventListener("submit", (event) => {
  event.preventDefault()
  run(++seed)
})
label()
run(seed)
