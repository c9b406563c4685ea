/* A block copied from a spreadsheet becomes rows of a [data-rowtable].

   Pasted into a field of the table, or into the dialog's [data-paste-text]. With headings, columns are known by them;
   without, by what stands in them. Filled cells are never overwritten and nothing is dropped in silence: columns that
   were not used, and words that a list does not have, are named in [data-paste-report], where the whole can be undone.
   The headings and sentences come from the JSON in #paste-words. */

import { controlsOf, isBlank } from "./rowtable.js";

const words = JSON.parse(document.getElementById("paste-words")?.textContent ?? "null");
const plain = (text) => text.normalize("NFC").toLowerCase().replace(/[\s.()]+/g, "").replace(/^(ด้าน|แขวง)(?=.)/, "");
const NUMBER = /^[฿]?\s*[0-9๐-๙][0-9๐-๙,. ]*\s*(?:ร้อย|พัน|หมื่น|แสน|ล้าน)*\s*(?:บาท|บ\.|\.-|-)?(?:ถ้วน)?$/;

/* Tab-separated text as spreadsheets copy it: a cell with a line break or a quote stands in quotes. */
export function cellsOf(text) {
  const rows = [];
  let row = [];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/\r\n?/g, "\n");
  for (let i = 0; i < source.length; i += 1) {
    const letter = source[i];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (source[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "" && closes(source, i + 1)) isQuoted = true;
    else if (letter === "\t" || letter === "\n") {
      row.push(cell.trim());
      cell = "";
      if (letter === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += letter;
  }
  row.push(cell.trim());
  rows.push(row);
  return rows.filter((one) => one.some(Boolean));
}

/* A quote opens a cell only if it is closed at a cell's end: “"สวน" ข้างวัด” is just text. */
function closes(source, from) {
  for (let i = from; i < source.length; i += 1) {
    if (source[i] !== '"') continue;
    if (source[i + 1] === '"') i += 1;
    else return i + 1 === source.length || source[i + 1] === "\t" || source[i + 1] === "\n";
  }
  return false;
}

function optionFor(select, text) {
  const wanted = plain(text);
  const options = [...select.options].filter((option) => option.value);
  const names = options.map((option) => plain(option.textContent));
  let at = names.indexOf(wanted);
  if (at < 0 && wanted.length >= 3) {
    const near = names.map((name, index) => (name.startsWith(wanted) || wanted.startsWith(name) || name.includes(wanted) ? index : -1)).filter((index) => index >= 0);
    if (near.length === 1) [at] = near;
  }
  return options[at];
}

function byHeadings(first) {
  const known = new Map(Object.entries(words.headings).flatMap(([name, headings]) => headings.map((heading) => [plain(heading), name])));
  const fields = first.map((text) => known.get(plain(text)) ?? known.get(plain(text.replace(/\(.*?\)/g, ""))));
  return fields.some((name) => name === "title") || fields.filter((name) => name !== undefined).length >= 2 ? fields : null;
}

function byContent(rows, row, start) {
  const width = Math.max(...rows.map((one) => one.length));
  if (width === 1) return [start];
  const fields = new Array(width).fill(undefined);
  const columns = fields.map((_, at) => rows.map((one) => one[at] ?? "").filter(Boolean));
  const mostly = (at, test) => columns[at].length > 0 && columns[at].filter(test).length >= columns[at].length * 0.6;
  if (columns[0].length > 1 && columns[0].every((text, at) => Number(text.replace(/[๐-๙]/g, (d) => "๐๑๒๓๔๕๖๗๘๙".indexOf(d))) === at + 1)) fields[0] = "";
  for (const select of row.querySelectorAll("select[name]")) {
    const at = fields.findIndex((name, column) => name === undefined && mostly(column, (text) => optionFor(select, text)));
    if (at >= 0) fields[at] = select.name;
  }
  for (const name of ["requested_amount", "votes"]) {
    const at = fields.findIndex((taken, column) => taken === undefined && mostly(column, (text) => NUMBER.test(text)));
    if (at >= 0 && row.querySelector(`[name=${name}]`)) fields[at] = name;
  }
  const rest = words.text.filter((name) => !fields.includes(name));
  fields.forEach((name, at) => {
    if (name === undefined && columns[at].length) fields[at] = rest.shift();
  });
  return fields;
}

function fill(control, text, odd) {
  if (!text) return;
  if (control.tagName === "SELECT") {
    const option = optionFor(control, text);
    if (option) control.value = option.value;
    else odd.push([control, text]);
  } else control.value = control.tagName === "TEXTAREA" && control.name !== "title" ? text : text.replace(/\s*\n\s*/g, " ");
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

class Paste {
  constructor(rowtable) {
    this.rowtable = rowtable;
    this.report = rowtable.scope.querySelector("[data-paste-report]");
    this.undoes = [];
    rowtable.table.addEventListener("paste", (event) => {
      const control = event.target.closest("[name]");
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!control || !/[\t\n]/.test(text.trim()) || (control.name === "detail" && !text.includes("\t"))) return;
      event.preventDefault();
      this.take(text, control);
    });
    rowtable.scope.querySelector("[data-paste-form]")?.addEventListener("submit", (event) => {
      const area = event.target.querySelector("[data-paste-text]");
      if (area.value.trim()) this.take(area.value, controlsOf(rowtable.standing.at(-1) ?? rowtable.add())[0], { below: true });
      area.value = "";
    });
    this.report?.querySelector("[data-paste-undo]").addEventListener("click", () => this.undo());
  }

  take(text, control, { below = false } = {}) {
    let rows = cellsOf(text);
    const start = control.closest("[data-autosave-row]");
    let fields = byHeadings(rows[0]);
    const heads = fields ? rows[0] : null;
    if (fields) rows = rows.slice(1);
    else fields = byContent(rows, start, control.name);
    if (!rows.length) return;
    // A block that begins with titles makes new rows; a column of anything else goes down beside what is there.
    const makesRows = below || fields.includes("title");
    const odd = [];
    this.undoes = [];
    let skipped = 0;
    let target = makesRows && !isBlank(start) ? null : start;
    let last = null;
    for (const cells of rows) {
      if (!target) {
        const tail = this.rowtable.standing.at(-1);
        target = tail && isBlank(tail) ? tail : this.rowtable.add();
      }
      const written = new Set();
      const before = controlsOf(target).map((one) => [one, one.value]);
      fields.forEach((name, at) => {
        const cell = name && target.querySelector(`[name="${name}"]`);
        if (!cell || !cells[at]) return;
        // Two columns for one long field stand under each other; what was typed before the paste is left alone.
        if (written.has(cell) && cell.tagName === "TEXTAREA") fill(cell, `${cell.value}\n${cells[at]}`, odd);
        else if (cell.value.trim()) skipped += 1;
        else fill(cell, cells[at], odd);
        written.add(cell);
      });
      this.undoes.push([target, before]);
      last = target;
      const standing = this.rowtable.standing;
      target = makesRows ? null : (standing[standing.indexOf(target) + 1] ?? null);
    }
    for (const [cell, typed] of odd) this.wonder(cell, typed);
    this.say({ rows: rows.length, fields, heads, skipped });
    controlsOf(last)[0].focus();
    last.dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
  }

  /* A word that the list does not have is said under the field, until something is chosen. */
  wonder(cell, typed) {
    const note = document.createElement("p");
    note.className = "invalid-feedback";
    note.textContent = words.unknown.replace("{text}", typed);
    cell.after(note);
    cell.addEventListener("input", () => note.remove(), { once: true });
  }

  say({ rows, fields, heads, skipped }) {
    if (!this.report) return;
    const label = (name) => this.rowtable.table.querySelector(`[name="${name}"]`)?.getAttribute("aria-label") ?? this.rowtable.table.querySelector(`[name="${name}"]`)?.labels?.[0]?.firstChild.textContent.trim();
    const column = (at) => heads?.[at] || words.column.replace("{number}", at + 1);
    const used = fields.map((name, at) => (name ? `${column(at)} → ${label(name)}` : null)).filter(Boolean);
    const unused = fields.map((name, at) => (name === undefined ? column(at) : null)).filter(Boolean);
    const said = [words.said.replace("{rows}", rows), words.columns.replace("{columns}", used.join(", "))];
    if (unused.length) said.push(words.unused.replace("{columns}", unused.join(", ")));
    if (skipped) said.push(words.skipped.replace("{cells}", skipped));
    this.report.querySelector("[data-paste-words]").textContent = said.join(" · ");
    this.report.hidden = false;
  }

  undo() {
    for (const [row, before] of this.undoes.toReversed()) {
      const wasBlank = before.every(([, value]) => !value.trim());
      if (wasBlank && Number(row.dataset.autosaveVersion) > 0) this.rowtable.mark(row, true);
      else {
        for (const [control, value] of before) {
          if (control.value === value) continue;
          control.value = value;
          control.dispatchEvent(new Event("input", { bubbles: true }));
        }
        if (wasBlank && row !== this.rowtable.rows[0]) this.rowtable.drop(row);
      }
    }
    this.undoes = [];
    this.report.hidden = true;
    this.rowtable.next();
  }
}

if (words) for (const table of document.querySelectorAll("[data-rowtable]")) new Paste(table.rowtable);
