// The preview's edges: dragged by their handle, moved by arrow keys, or set by the buttons that are there anyway.
// Every change sends the form, and what comes back takes its place; without this script the buttons do the same.

const form = () => document.getElementById("preview");
const edgeOf = (element) => element.closest(".edge");
let focusAfter = null;
let underWay = false;
let steps = 0; // presses of arrow keys that came while an answer was under way: down minus up

function send(values, focus = null) {
  focusAfter = focus;
  underWay = true;
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form().append(field);
  }
  window.htmx.trigger(form(), "mended");
}

function step(handle, way) {
  send({ edge: `${edgeOf(handle).dataset.line}:${way}` }, handle.id);
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.(".edge .handle");
  if (!handle || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const way = event.key === "ArrowUp" ? "up" : "down";
  if (underWay) steps += way === "up" ? -1 : 1;
  else step(handle, way);
});

// The buttons of edges and lines, without loading the page anew.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#preview button[name=edge], #preview button[name=begin], #preview button[value=mend]");
  if (!button) return;
  event.preventDefault();
  const handle = button.name === "edge" ? edgeOf(button).querySelector(".handle").id : null;
  send({ [button.name]: button.value }, handle);
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#preview .sheet select")) send({ do: "mend" });
});

// Dragging: the line under the pointer shows where the edge would stand.
let drag = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.(".edge .handle");
  if (!handle || event.button) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  drag = { handle, edge: edgeOf(handle), landing: null };
  drag.edge.classList.add("moving");
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.landing?.classList.remove("landing");
  drag.landing = lineAt(event.clientY);
  drag.landing?.classList.add("landing");
});

function lineAt(height) {
  const lines = [...form().querySelectorAll(".line")];
  return lines.find((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return height >= top && height < bottom;
  });
}

function drop() {
  if (!drag) return;
  const { edge, handle, landing } = drag;
  drag = null;
  edge.classList.remove("moving");
  landing?.classList.remove("landing");
  if (landing && landing.dataset.line !== edge.dataset.line)
    send({ move: `${edge.dataset.line}:${landing.dataset.line}` }, handle.id);
}

document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", () => {
  drag?.edge.classList.remove("moving");
  drag?.landing?.classList.remove("landing");
  drag = null;
});

// After a change: the focus stays on the edge that was moved, panels that were open stay open, and the steps that
// came meanwhile follow one by one.
let opened = [];

document.addEventListener("htmx:beforeSwap", () => {
  opened = [...form().querySelectorAll("details:is(.fold, .mend)[open]")].map((panel) => panel.id);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  underWay = false;
  const handle = focusAfter && document.getElementById(focusAfter);
  handle?.focus({ preventScroll: true });
  if (handle && steps) {
    const way = steps < 0 ? "up" : "down";
    steps += steps < 0 ? 1 : -1;
    step(handle, way);
  } else steps = 0;
});

document.addEventListener("htmx:responseError", () => form().submit());
document.addEventListener("htmx:sendError", () => {
  underWay = false;
  steps = 0;
});

document.documentElement.dataset.scripted = "";
