/* data-reorder on a list whose items have data-reorder-url: an item is moved by its buttons (data-reorder-by="-1", "1"),
   by Alt+arrow from anywhere in it, or by dragging its handle, which stands in data-reorder-handle or else first in the item.
   The new place is posted as `to`, counted from 1; data-reorder-place shows it, counted from data-reorder-from. Without
   script the buttons are plain forms. data-reorder-moved="… {place}" is said aloud; data-reorder-failed is said and
   shown over the list when the server did not take the move, and the item stands where it was. */

import { announce } from "../saving/announcer.js";
import { cookie } from "../saving/transport.js";

const itemsOf = (list) => [...list.children].filter((item) => item.dataset.reorderUrl && !item.classList.contains("is-fresh"));

function settle(list) {
  const items = itemsOf(list);
  const from = Number(list.dataset.reorderFrom ?? 1);
  items.forEach((item, at) => {
    for (const place of item.querySelectorAll("[data-reorder-place]")) place.textContent = from + at;
    for (const button of item.querySelectorAll("[data-reorder-by]")) {
      const to = at + Number(button.dataset.reorderBy);
      button.disabled = to < 0 || to >= items.length;
    }
  });
}

async function move(list, item, to, focused) {
  const items = itemsOf(list);
  const from = items.indexOf(item);
  to = Math.min(Math.max(to, 0), items.length - 1);
  if (from === to) return;
  place(list, item, to);
  focused?.focus();
  if (focused?.disabled) item.querySelector("[data-reorder-by]:not(:disabled)")?.focus();
  const response = await fetch(item.dataset.reorderUrl, {
    method: "POST",
    body: new URLSearchParams({ to: to + 1 }),
    headers: { "X-CSRFToken": cookie("csrftoken") ?? "", Accept: "application/json" },
    redirect: "manual",
    credentials: "same-origin",
  }).catch(() => null);
  if (!response?.ok) place(list, item, from); // not kept: the page shows what the record says
  tell(list, response?.ok ? null : list.dataset.reorderFailed);
  if (!response?.ok) return;
  const number = Number(list.dataset.reorderFrom ?? 1) + to;
  if (list.dataset.reorderMoved) announce("act", list.dataset.reorderMoved.replace("{place}", number));
  item.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: {} }));
}

/* Shows and says why a move failed; takes that away again where there is nothing to say. */
function tell(list, sentence) {
  const over = list.closest("table") ?? list;
  const shown = over.previousElementSibling?.matches("[data-reorder-said]") ? over.previousElementSibling : null;
  shown?.remove();
  if (!sentence) return;
  const words = document.createElement("p");
  words.className = "reorder-failed";
  words.dataset.reorderSaid = "";
  words.textContent = sentence;
  over.before(words);
  announce("act", sentence);
}

function place(list, item, to) {
  const others = itemsOf(list).filter((one) => one !== item);
  if (to < others.length) others[to].before(item);
  else others.at(-1)?.after(item);
  settle(list);
  if (item.matches("[data-autosave-row]")) item.dispatchEvent(new CustomEvent("autosave:moved", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reorder-by]");
  const list = button?.closest("[data-reorder]");
  if (!list) return;
  event.preventDefault();
  const item = button.closest("[data-reorder-url]");
  move(list, item, itemsOf(list).indexOf(item) + Number(button.dataset.reorderBy), button);
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.altKey && step && event.target.closest("[data-reorder-url]");
  const list = item && item.closest("[data-reorder]");
  if (!list) return;
  event.preventDefault();
  move(list, item, itemsOf(list).indexOf(item) + step, event.target);
});

// Dragging, by the handle that this module adds: mouse, pen and finger alike. The item stays where it is until it is let
// go, for a node that is moved in the page loses the pointer; a line shows where it would stand.
function target(list, item, y) {
  const others = itemsOf(list).filter((one) => one !== item);
  const to = others.findIndex((one) => {
    const box = one.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return { others, to: to < 0 ? others.length : to };
}

function mark(list, item, y) {
  for (const one of list.querySelectorAll(".drops-before, .drops-after")) one.classList.remove("drops-before", "drops-after");
  if (y === null) return;
  const { others, to } = target(list, item, y);
  if (to < others.length) others[to].classList.add("drops-before");
  else others.at(-1)?.classList.add("drops-after");
}

for (const list of document.querySelectorAll("[data-reorder]")) {
  for (const item of itemsOf(list)) {
    const handle = document.createElement("span");
    handle.className = "reorder-handle";
    handle.setAttribute("aria-hidden", "true");
    (item.querySelector("[data-reorder-handle]") ?? item).prepend(handle);
    let isHeld = false;
    const letGo = (event) => {
      if (!isHeld) return;
      isHeld = false;
      item.classList.remove("is-dragged");
      mark(list, item, null);
      if (event.type === "pointerup") move(list, item, target(list, item, event.clientY).to);
    };
    handle.addEventListener("pointerdown", (event) => {
      isHeld = true;
      handle.setPointerCapture(event.pointerId);
      item.classList.add("is-dragged");
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => isHeld && mark(list, item, event.clientY));
    handle.addEventListener("pointerup", letGo);
    handle.addEventListener("pointercancel", letGo);
  }
  settle(list);
}
