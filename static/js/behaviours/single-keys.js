/* Single keys that act on the row that has the focus, and can be switched off.

   [data-single-keys="NAME"] is the checkbox that switches them off, which this browser keeps under NAME;
   [data-single-keys-help] is shown while they are on. They act only while something in a row has the focus that takes no
   text, and no Ctrl, Alt, ⌘ or Shift is held. A key is told by its place (event.code), so that it is the same with a Thai layout. */

import { remember, remembered } from "./remembered.js";

const TAKES_TEXT = "textarea, select, input:not([type=checkbox], [type=radio])";

/* The number on a key of the row of digits, or of the block of numbers; undefined for any other. */
export const digitOf = (event) => event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1];

/* Calls `act(event, row)` for a key in an element that `rows` selects; if it returns true, the browser does nothing more. */
export function onSingleKeys(root, rows, act) {
  const box = root.querySelector("[data-single-keys]");
  const kept = box.dataset.singleKeys;
  const tell = () => {
    for (const help of root.querySelectorAll("[data-single-keys-help]")) help.hidden = !box.checked;
  };
  box.checked = remembered(kept) !== "off";
  tell();
  box.addEventListener("change", () => {
    remember(kept, box.checked ? "on" : "off");
    tell();
  });
  root.addEventListener("keydown", (event) => {
    const row = event.target.closest(rows);
    if (!row || !box.checked || event.isComposing || event.target.matches(TAKES_TEXT)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (act(event, row)) event.preventDefault();
  });
}
