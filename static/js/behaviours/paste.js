/* A block copied from a spreadsheet becomes rows of a [data-rowtable].

   Pasted into a field of the table, or into the dialog's [data-paste-text]. saving/columns.js says which column is which
   field. Filled cells are never overwritten and nothing is dropped in silence: columns that were not used are named in
   [data-paste-report], where the whole can be undone; words that a list does not have stand in their row until somebody
   chooses (autosave:filled). The headings and sentences come from the JSON in #paste-words. */

import { announce } from "../saving/announcer.js";
import { cellsOf, optionFor, understand } from "../saving/columns.js";
import { labelOf } from "../saving/controls.js";
import { controlsOf, isBlank } from "./rowtable.js";

const words = JSON.parse(document.getElementById("paste-words")?.textContent ?? "null");

/* What the office answered about words in earlier lists is known here, too. */
const optionsOf = (select) =>
  [...select.options]
    .filter((option) => option.value)
    .map(({ value, textContent: name }) => ({ value, name, others: othersOf(select.name, value) }));

const othersOf = (name, value) =>
  Object.entries(words.answers?.[name] ?? {}).flatMap(([word, means]) => (means === value ? [word] : []));

/* Returns what a row can take, as columns.js asks for it. */
function tableOf(row) {
  const selects = [...row.querySelectorAll("select[name]")];
  return {
    headings: words.headings,
    text: words.text,
    lists: Object.fromEntries(selects.map((select) => [select.name, optionsOf(select)])),
    numbers: words.numbers.filter((name) => row.querySelector(`[name=${name}]`)),
  };
}

class Paste {
  constructor(rowtable) {
    this.rowtable = rowtable;
    this.report = rowtable.scope.querySelector("[data-paste-report]");
    this.undoes = []; // [row, its controls and their texts before]
    rowtable.table.addEventListener("paste", (event) => {
      const control = event.target.closest("[name]");
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!control || !/[\t\n]/.test(text.trim()) || (control.name === "detail" && !text.includes("\t"))) return;
      event.preventDefault();
      const rows = this.take(text, control);
      if (rows.length) controlsOf(rows.at(-1))[0].focus();
    });
    rowtable.scope.querySelector("[data-paste-form]")?.addEventListener("submit", (event) => this.takeFromDialog(event));
    this.report?.querySelector("[data-paste-undo]").addEventListener("click", () => this.undo());
  }

  /* The closing dialog gives the focus back to the button that opened it, far above: only then the result is shown. */
  takeFromDialog(event) {
    const area = event.target.querySelector("[data-paste-text]");
    const text = area.value;
    area.value = "";
    if (!text.trim()) return;
    const last = this.rowtable.liveRows.at(-1) ?? this.rowtable.add();
    const [first] = this.take(text, controlsOf(last)[0], { below: true });
    const show = () => {
      if (!first) return;
      controlsOf(first)[0].focus({ preventScroll: true });
      first.scrollIntoView({ block: "center" });
    };
    const dialog = event.target.closest("dialog");
    if (dialog) dialog.addEventListener("close", show, { once: true });
    else show();
  }

  /* Writes a block into the table, from a control on. Returns the rows that it stands in. */
  take(text, control, { below = false } = {}) {
    const start = control.closest("[data-autosave-row]");
    const table = tableOf(start);
    const { fields, heads, rows } = understand(cellsOf(text), { ...table, start: control.name });
    if (!rows.length) return [];
    // A block that begins with titles makes new rows; a column of anything else goes down beside what is there.
    const targets = this.targets(start, rows.length, below || fields.includes("title"));
    this.undoes = [];
    let skipped = 0;
    const filled = targets.map((row, at) => {
      skipped += this.fill(row, rows[at], fields, table.lists);
      return row;
    });
    this.say({ rows: rows.length, fields, heads, skipped });
    filled.at(-1).dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
    return filled;
  }

  /* Returns as many rows as the block has: new ones, after a blank one at the end; or those from `start` down. */
  targets(start, count, makesRows) {
    const { rowtable } = this;
    const live = rowtable.liveRows;
    const last = live.at(-1);
    let rows = [];
    if (!makesRows) rows = live.slice(live.indexOf(start), live.indexOf(start) + count);
    else if (isBlank(start)) rows = [start];
    else if (last && isBlank(last)) rows = [last];
    while (rows.length < count) rows.push(rowtable.add());
    return rows;
  }

  /* Writes one row's cells into its empty fields. Returns how many were left alone because something stood there. */
  fill(row, cells, fields, lists) {
    const controls = controlsOf(row);
    const before = controls.map((control) => [control, control.value]);
    const byName = new Map(before.map(([control, text]) => [control.name, { control, text }]));
    const unmatched = {};
    const written = new Set();
    let skipped = 0;
    fields.forEach((name, at) => {
      const { control, text } = byName.get(name) ?? {};
      if (!control || !cells[at]) return;
      const isLong = control.tagName === "TEXTAREA" && name !== "title";
      const cell = isLong ? cells[at] : cells[at].replace(/\s*\n\s*/g, " ");
      if (text.trim() || (written.has(name) && !isLong)) {
        skipped += 1; // what was typed before the paste is left alone
      } else if (name in lists) {
        const option = optionFor(lists[name], cell);
        if (option) control.value = option.value;
        else unmatched[name] = cell;
      } else if (written.has(name)) {
        control.value += `\n${cell}`; // two columns for one long field stand under each other
      } else control.value = cell;
      written.add(name);
    });
    this.undoes.push([row, before]);
    row.dispatchEvent(new CustomEvent("autosave:filled", { bubbles: true, detail: { unmatched } }));
    return skipped;
  }

  say({ rows, fields, heads, skipped }) {
    if (!this.report) return;
    const control = (name) => this.rowtable.table.querySelector(`[name="${name}"]`);
    const column = (at) => heads?.[at] || words.column.replace("{number}", at + 1);
    const used = fields.flatMap((name, at) => (name ? [`${column(at)} → ${labelOf(control(name))}`] : []));
    const unused = fields.flatMap((name, at) => (name === undefined ? [column(at)] : []));
    const said = [words.said.replace("{rows}", rows), words.columns.replace("{columns}", used.join(", "))];
    if (unused.length) said.push(words.unused.replace("{columns}", unused.join(", ")));
    if (skipped) said.push(words.skipped.replace("{cells}", skipped));
    this.report.querySelector("[data-paste-words]").textContent = said.join(" · ");
    this.report.hidden = false;
    announce("act", said.join(" · "));
  }

  undo() {
    const first = this.rowtable.rows[0];
    for (const [row, before] of this.undoes.toReversed()) {
      const wasBlank = before.every(([, text]) => !text.trim());
      if (wasBlank && Number(row.dataset.autosaveVersion) > 0) this.rowtable.mark(row, true);
      else {
        for (const [control, text] of before) control.value = text;
        row.dispatchEvent(new CustomEvent("autosave:filled", { bubbles: true, detail: { unmatched: {} } }));
        if (wasBlank && row !== first) this.rowtable.drop(row);
      }
    }
    this.undoes = [];
    this.report.hidden = true;
    this.rowtable.next();
  }
}

if (words) for (const table of document.querySelectorAll("[data-rowtable]")) new Paste(table.rowtable);
