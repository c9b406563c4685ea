/* What autosave.js keeps in this browser and could not save, on pages where its rows do not stand.

   [data-kept="PERSON:RECORD"], hidden: shown when there is any; [data-kept-count] says how many rows. With a
   <template data-kept-row> each is listed: [data-kept-text] is what was typed, [data-kept-use] leads to the row's plain
   page, [data-kept-drop] throws it away once data-kept-sure is answered. Rows without a title are called by
   data-kept-label-NAME.
   form[data-kept-form="PERSON:RECORD:ROW"]: a row's plain page takes what was changed and not saved into its fields, and
   shows [data-kept-put]; not with data-kept-answered, where the form comes back with what was sent.
   ?saved=ROW in the address: the server has it now, and it is forgotten here. */

import { put } from "../saving/controls.js";
import { same } from "../saving/outbox.js";
import { Drafts } from "../saving/store.js";

/* Returns the names of the fields that were changed and not saved. */
const changed = ({ fields, base }) =>
  Object.keys(fields).filter((name) => !same({ [name]: fields[name] }, { [name]: base[name] }));

/* Returns how a kept row is listed: by its text, or by its label and what was changed. */
function textOf(row, kept, box) {
  const unmatched = Object.values(kept.unmatched ?? {});
  const { title, requested_amount: amount, detail, place } = kept.fields;
  if (title !== undefined) return [title, amount, detail, place, ...unmatched].filter((text) => text?.trim()).join(" · ");
  const label = box.getAttribute(`data-kept-label-${row.split("-")[0]}`) ?? row;
  return [label, ...changed(kept).map((name) => kept.fields[name]), ...unmatched].join(" · ");
}

/* Shows what is kept of a record, or hides its box. */
function show(box, drafts) {
  const rows = drafts.all();
  box.hidden = !rows.length;
  box.querySelector("[data-kept-count]").textContent = rows.length;
  const template = box.querySelector("template[data-kept-row]");
  if (!template) return;
  for (const line of box.querySelectorAll("[data-kept-line]")) line.remove();
  for (const [name, kept] of rows) {
    const line = template.content.firstElementChild.cloneNode(true);
    line.dataset.keptLine = name;
    line.querySelector("[data-kept-text]").textContent = textOf(name, kept, box);
    const use = line.querySelector("[data-kept-use]");
    if (use) use.href = kept.url;
    line.querySelector("[data-kept-drop]").addEventListener("click", () => {
      if (!window.confirm(box.dataset.keptSure)) return;
      drafts.forget(name);
      show(box, drafts);
    });
    template.before(line);
  }
}

/* Puts what was changed and not saved into the fields of a row's plain page. */
function fill(form) {
  const [person, record, row] = form.dataset.keptForm.split(":");
  const kept = new Drafts(person, record).get(row);
  if (!kept?.fields || "keptAnswered" in form.dataset) return;
  for (const name of changed(kept)) {
    const control = form.elements.namedItem(name);
    if (!control || control.type === "hidden") continue;
    put(control, kept.fields[name]);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const words of document.querySelectorAll("[data-kept-put]")) words.hidden = false;
}

const saved = new URLSearchParams(location.search).get("saved");
for (const box of document.querySelectorAll("[data-kept]")) {
  const drafts = new Drafts(...box.dataset.kept.split(":"));
  if (saved) drafts.forget(saved);
  show(box, drafts);
}
for (const form of document.querySelectorAll("form[data-kept-form]")) fill(form);
