/* data-money-lines on a table body of money lines: sums while one types, adds and removes lines.
   A line is [data-money-line]; its amount stands in [data-money-amount], the sum in [data-money-total] of the form.
   What only the server can read (1.5 แสน) is summed once it has answered, for then the field shows the number. */

import { Drafts } from "../saving/store.js";

const THAI = "๐๑๒๓๔๕๖๗๘๙";
const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function read(text) {
  const plain = [...text.trim()].map((c) => (THAI.includes(c) ? THAI.indexOf(c) : c)).join("").replace(/(\.-|บาท|บ\.)$/, "").trim();
  return /^[0-9]{1,3}(,[0-9]{3})*(\.[0-9]{1,2})?$|^[0-9]+(\.[0-9]{1,2})?$/.test(plain) ? Number(plain.replaceAll(",", "")) : null;
}

const field = (line, name) => line.querySelector(`[name$="-${name}"]`);

function amountOf(line) {
  const price = field(line, "unit_price").value;
  const count = field(line, "quantity").value;
  if (!price.trim()) return 0;
  const [each, many] = [read(price), count.trim() ? read(count) : 1];
  return each === null || many === null ? null : Math.round(each * many * 100) / 100;
}

function sum(body) {
  let total = 0;
  for (const line of body.querySelectorAll("[data-money-line]")) {
    const amount = amountOf(line);
    const shown = line.querySelector("[data-money-amount]");
    shown.textContent = amount === null ? "…" : amount ? money.format(amount) : "";
    total = amount === null || total === null ? null : total + amount;
  }
  for (const place of body.closest("form").querySelectorAll("[data-money-total]")) place.textContent = total === null ? "…" : money.format(total);
}

function add(body, number) {
  const template = body.closest("form").querySelector("template[data-money-new]");
  const line = template.content.firstElementChild.cloneNode(true);
  for (const control of line.querySelectorAll("[name]")) control.name = control.name.replace("NUMBER", number);
  body.append(line);
  return line;
}

const next = (body) => Math.max(-1, ...[...body.querySelectorAll("[name$='-item']")].map((c) => Number(c.name.split("-")[1]))) + 1;

function keptNumbers(row) {
  const root = row?.closest("[data-autosave]");
  if (!root) return [];
  const kept = new Drafts(root.dataset.autosaveUser, root.dataset.autosaveRecord).get(row.dataset.autosaveRow);
  const names = Object.keys(kept?.fields ?? {});
  return [...new Set(names.map((name) => name.match(/^line-([0-9]+)-/)?.[1]).filter(Boolean))];
}

for (const body of document.querySelectorAll("[data-money-lines]")) {
  for (const name of ["input", "autosave:put"]) body.addEventListener(name, () => sum(body));
  const row = body.closest("[data-autosave-row]");
  row?.addEventListener("autosave:saved", () => sum(body));
  // A line that someone else added stands in no row of this page yet.
  row?.addEventListener("autosave:stale", (event) => {
    for (const [name, text] of Object.entries(event.detail.theirs ?? {})) {
      const number = name.match(/^line-([0-9]+)-/)?.[1];
      if (!number) continue;
      if (!body.querySelector(`[name="line-${number}-item"]`)) add(body, number);
      const control = body.querySelector(`[name="${name}"]`);
      if (control && !control.value) control.value = text;
    }
    sum(body);
  });
  // Kept in this browser with lines that the page was not made with: autosave.js puts text only where there is a field.
  for (const number of keptNumbers(row)) if (!body.querySelector(`[name="line-${number}-item"]`)) add(body, number);
  body.closest("form").addEventListener("click", (event) => {
    if (event.target.closest("[data-money-add]")) {
      add(body, next(body)).querySelector("input").focus();
    }
    const out = event.target.closest("[data-money-remove]");
    if (!out) return;
    const line = out.closest("[data-money-line]");
    const neighbour = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    body.dispatchEvent(new Event("input", { bubbles: true }));
    neighbour?.querySelector("input")?.focus();
  });
  sum(body);
}
