/* What makes typing into a [data-rowtable] fast.

   - Keys 1 to 9 in [data-rowtable-hold] choose from the row's select [data-fast-choice], by the order of its list, and go on
     to the next row (single-keys.js).
   - Ctrl+D in a field takes its text from the row above; [data-fast-fill] takes what is empty of the fields that it names.
   - [data-fast-column="FIELD"] is a checkbox that shows the cells [data-column="FIELD"]. Without it they are hidden, until a
     row holds something there: nothing that was written is ever out of sight. This browser keeps which were wanted. */

import { announce } from "../saving/announcer.js";
import { wordsOf } from "../saving/controls.js";
import { remember, remembered } from "./remembered.js";
import { digitOf, onSingleKeys } from "./single-keys.js";

const ROW = "[data-autosave-row]";
const WANTED = "record-columns";

/* A field that has a value, or words from a list that nobody has chosen for yet. */
const isHeld = (control) => Boolean(control?.value || control?.classList.contains("is-unmatched"));

function write(control, value) {
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

class FastRows {
  constructor(table) {
    this.table = table;
    this.rowtable = table.rowtable;
    this.scope = table.closest("[data-autosave]");
    this.columns = [...this.scope.querySelectorAll("[data-fast-column]")];
    this.wanted = new Set((remembered(WANTED) ?? "").split(" "));
    onSingleKeys(this.scope, `[data-rowtable] ${ROW}`, (event, row) => this.choose(event, row));
    table.addEventListener("keydown", (event) => this.fillOne(event));
    table.addEventListener("click", (event) => {
      if (event.target.closest("[data-fast-fill]")) this.fill(event.target.closest(ROW), event.target.closest("[data-fast-fill]"));
    });
    for (const box of this.columns) box.addEventListener("change", () => this.want(box));
    for (const name of ["input", "autosave:put", "autosave:filled", "autosave:unmatched", "autosave:add"]) table.addEventListener(name, (event) => this.look(event.target.closest(ROW)));
    this.show();
  }

  choose(event, row) {
    const select = row.querySelector("[data-fast-choice]");
    const option = digitOf(event) > 0 && select.options[digitOf(event)];
    if (!option || event.repeat || !event.target.matches("[data-rowtable-hold]")) return false;
    write(select, option.value);
    row.dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
    announce("act", `${row.querySelector("[name=title]").value}: ${option.textContent}`);
    this.rowtable.hold(row, 1);
    return true;
  }

  above(row) {
    const rows = this.rowtable.liveRows;
    return rows[rows.indexOf(row) - 1];
  }

  fillOne(event) {
    const control = event.target.closest("[name]");
    if (!control || event.code !== "KeyD" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault(); // a browser would keep the page as a bookmark
    const from = this.above(control.closest(ROW))?.querySelector(`[name="${control.name}"]`);
    if (from?.value) write(control, from.value);
  }

  fill(row, button) {
    const above = this.above(row);
    if (!above) return;
    const filled = [];
    for (const name of button.dataset.fastFill.split(" ")) {
      const [control, from] = [row, above].map((one) => one.querySelector(`[name="${name}"]`));
      if (control.value || !from.value) continue;
      write(control, from.value);
      filled.push(wordsOf(control, control.value));
    }
    if (filled.length) announce("act", filled.join(" · "));
  }

  want(box) {
    if (box.checked) this.wanted.add(box.dataset.fastColumn);
    else this.wanted.delete(box.dataset.fastColumn);
    remember(WANTED, [...this.wanted].join(" "));
    this.show();
  }

  /* One row changed: a hidden column that it holds something in comes into sight. */
  look(row) {
    const isHidden = ({ checked, dataset }) => !checked && isHeld(row.querySelector(`[name="${dataset.fastColumn}"]`));
    if (row && this.columns.some(isHidden)) this.show();
  }

  show() {
    for (const box of this.columns) {
      const name = box.dataset.fastColumn;
      const isUsed = [...this.table.querySelectorAll(`[name="${name}"]`)].some(isHeld);
      box.checked = isUsed || this.wanted.has(name);
      box.disabled = isUsed;
      this.table.classList.toggle(`without-${name}`, !box.checked);
    }
  }
}

for (const table of document.querySelectorAll("[data-rowtable]")) new FastRows(table);
