/* data-rowtable: a table whose rows are written where they stand.

   Rows are [data-autosave-row] elements (see autosave.js); [data-rowtable-new] is the <template> of one, with __uuid__
   where its uuid goes. Enter, or [data-rowtable-add], goes to a new row; the arrow keys up and down to the same column of
   the next one; Ctrl+Delete, or [data-rowtable-remove], takes a row out, [data-rowtable-restore] puts it back: `removed`
   is a checkbox of the row, saved like any other field. [data-rowtable-echo="FIELD"] repeats a field's text, for a row that
   is closed; [data-rowtable-open="FIELD"] goes there. [data-rowtable-count] says how many stand.
   [data-rowtable-hold] holds a row without a field of it: Escape goes there from a field, Enter from there to the first
   field, the arrows up and down to the next row; keys act there (fast-rows.js).
   [data-rowtable-number] is a row's number, and every name that a row says (aria-label) ends in it.
   data-rowtable-removed and data-rowtable-restored are the words said aloud, before the row's first text. */

import { announce } from "../saving/announcer.js";

const ROW = "[data-autosave-row]";

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // an address without https has no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const controlsOf = (row) => [...row.querySelectorAll("input[name]:not([hidden]), select[name], textarea[name]")];

export const isBlank = (row) => controlsOf(row).every((control) => !control.value.trim());

export class RowTable {
  constructor(table) {
    this.table = table;
    this.scope = table.closest("[data-autosave]") ?? document;
    this.template = this.scope.querySelector("template[data-rowtable-new]");
    this.blueprint = this.template.innerHTML;
    this.written = new Set(); // rows that stand and hold something
    this.opened = new Set();
    table.rowtable = this;
    for (const row of this.rows) this.dress(row);
    this.listen();
    if (!this.rows.length) this.add();
    this.number();
    this.count();
  }

  get rows() {
    return [...this.table.querySelectorAll(ROW)];
  }

  get liveRows() {
    return this.rows.filter((row) => !row.querySelector("[name=removed]")?.checked);
  }

  add(key = uuid(), place = (row) => this.table.append(row)) {
    const shell = document.createElement("template");
    shell.innerHTML = this.blueprint.replaceAll("__uuid__", key);
    const row = shell.content.firstElementChild;
    place(row);
    row.dispatchEvent(new CustomEvent("autosave:add", { bubbles: true }));
    this.dress(row);
    this.count();
    this.number();
    return row;
  }

  /* A row that was kept goes where it stood. */
  putBack(row, after) {
    const there = this.rows.find((one) => one.dataset.autosaveRow === after);
    if (there) there.after(row);
    else if (after === null && this.rows.length) this.rows[0].before(row);
    else this.table.append(row);
  }

  /* Marks what CSS can't see: whether the second line has something to read, whether the row was taken out; and keeps
     count of the row. */
  dress(row) {
    const isRemoved = Boolean(row.querySelector("[name=removed]")?.checked);
    row.classList.toggle("is-removed", isRemoved);
    if (isRemoved || isBlank(row)) this.written.delete(row);
    else this.written.add(row);
    const more = row.querySelectorAll("[name=detail], [name=place], [name=community]");
    row.classList.toggle("has-more", [...more].some((control) => control.value.trim()));
    for (const echo of row.querySelectorAll("[data-rowtable-echo]")) echo.textContent = row.querySelector(`[name=${echo.dataset.rowtableEcho}]`).value;
  }

  count() {
    this.counters ??= [...this.scope.querySelectorAll("[data-rowtable-count]")];
    for (const place of this.counters) place.textContent = this.written.size;
  }

  /* Once for all rows that come or go together. */
  number() {
    if (this.isNumbering) return;
    this.isNumbering = true;
    queueMicrotask(() => {
      this.isNumbering = false;
      this.liveRows.forEach((row, at) => {
        const number = String(at + 1);
        if (row.dataset.rowtableAt === number) return;
        row.dataset.rowtableAt = number;
        for (const place of row.querySelectorAll("[data-rowtable-number]")) place.textContent = number;
        for (const control of row.querySelectorAll("[aria-label][data-autosave-label]")) control.setAttribute("aria-label", `${control.dataset.autosaveLabel} ${number}`);
      });
    });
  }

  /* A blank last row is used before a new one is made. */
  next() {
    const last = this.liveRows.at(-1);
    const row = last && isBlank(last) && Number(last.dataset.autosaveVersion) === 0 ? last : this.add();
    controlsOf(row)[0].focus();
    row.scrollIntoView({ block: "nearest" });
    return row;
  }

  remove(row) {
    const neighbours = this.liveRows;
    const at = neighbours.indexOf(row);
    const beside = neighbours[at + 1] ?? neighbours[at - 1];
    if (Number(row.dataset.autosaveVersion) === 0 && isBlank(row)) this.drop(row);
    else this.mark(row, true);
    if (beside) controlsOf(beside)[0].focus();
    else this.next();
  }

  drop(row) {
    row.dispatchEvent(new CustomEvent("autosave:drop", { bubbles: true }));
    this.written.delete(row);
    this.opened.delete(row);
    row.remove();
    this.count();
    this.number();
  }

  mark(row, isRemoved) {
    const box = row.querySelector("[name=removed]");
    box.checked = isRemoved;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    this.dress(row);
    this.count();
    this.number();
    row.dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
    const words = isRemoved ? this.table.dataset.rowtableRemoved : this.table.dataset.rowtableRestored;
    if (words) announce("act", `${words}: ${controlsOf(row)[0].value}`);
  }

  move(control, step) {
    const rows = this.liveRows;
    const row = rows[rows.indexOf(control.closest(ROW)) + step];
    const there = row?.querySelector(`[name="${control.name}"]`);
    there?.focus();
    there?.select?.();
    return Boolean(there);
  }

  /* The row in work is open. The one before closes once the pointer is up: were it to close at once, what lies beneath
     would slip away under the finger, and the click be lost. */
  open(row) {
    row?.classList.add("is-open");
    if (row) this.opened.add(row);
    const closeOthers = () => {
      const current = document.activeElement?.closest(ROW);
      for (const other of this.opened) {
        if (other === current) continue;
        other.classList.remove("is-open");
        this.opened.delete(other);
      }
      // What closed above has moved the row in work, maybe under the bar.
      if (current && this.table.contains(current)) document.activeElement.scrollIntoView({ block: "nearest" });
    };
    if (this.isPressed) document.addEventListener("pointerup", () => setTimeout(closeOthers), { once: true });
    else setTimeout(closeOthers);
  }

  listen() {
    document.addEventListener("pointerdown", () => (this.isPressed = true), true);
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (this.isPressed = false), true);
    this.table.addEventListener("focusin", (event) => {
      // What a row says under its fields is answered where it stands: were the row to open, it would slip away.
      if (!event.target.closest("[data-autosave-slot]")) this.open(event.target.closest(ROW));
    });
    this.table.addEventListener("focusout", () => this.open(null));
    this.table.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["input", "autosave:put", "autosave:filled", "autosave:saved", "autosave:stale", "autosave:chosen"]) {
      this.table.addEventListener(name, (event) => {
        const row = event.target.closest(ROW);
        if (!row) return;
        this.dress(row);
        this.count();
      });
    }
    this.table.addEventListener("click", (event) => {
      const row = event.target.closest(ROW);
      if (event.target.closest("[data-rowtable-remove]")) this.remove(row);
      else if (event.target.closest("[data-rowtable-open]")) {
        row.querySelector(`[name=${event.target.closest("[data-rowtable-open]").dataset.rowtableOpen}]`).focus();
      } else if (event.target.closest("[data-rowtable-restore]")) {
        this.mark(row, false);
        controlsOf(row)[0].focus();
      }
    });
    this.scope.addEventListener("click", (event) => {
      if (!event.target.closest("[data-rowtable-add]")) return;
      event.preventDefault();
      this.next();
    });
    this.scope.addEventListener("autosave:restore", (event) => {
      if (!/^[0-9a-f-]{36}$/.test(event.detail.key)) return;
      const blank = this.rows.length === 1 && isBlank(this.rows[0]) ? this.rows[0] : null;
      const row = this.add(event.detail.key, (shown) => this.putBack(shown, event.detail.after));
      if (blank && Number(blank.dataset.autosaveVersion) === 0) this.drop(blank);
      if (row) event.preventDefault();
    });
  }

  /* Goes to the same place of the next row, up or down; stays where there is none. */
  hold(row, step) {
    const rows = this.liveRows;
    const there = rows[rows.indexOf(row) + step] ?? row;
    there.querySelector("[data-rowtable-hold]").focus();
  }

  inHold(event, row) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") controlsOf(row)[0].focus();
    else if (step) this.hold(row, step);
    else return;
    event.preventDefault();
  }

  key(event) {
    if (event.target.closest("[data-rowtable-hold]")) return this.inHold(event, event.target.closest(ROW));
    const control = event.target.closest("[name]");
    if (!control || event.isComposing || event.altKey) return;
    if (event.key === "Escape") return this.hold(control.closest(ROW), 0);
    const isLong = control.matches("textarea[name=detail]");
    const isText = control.matches("input, textarea") && !isLong;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && !event.shiftKey && (!isLong || command)) {
      event.preventDefault();
      const rows = this.liveRows;
      const row = control.closest(ROW);
      if (rows.at(-1) === row && isBlank(row)) return;
      if (!command && rows.at(-1) !== row && this.move(control, 1)) return;
      this.next();
    } else if (event.key === "Delete" && command) {
      event.preventDefault();
      this.remove(control.closest(ROW));
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && isText && !command && !event.shiftKey) {
      if (control.hasAttribute("list")) return; // the arrows choose from its list
      if (this.move(control, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  }
}

for (const table of document.querySelectorAll("[data-rowtable]")) new RowTable(table);
