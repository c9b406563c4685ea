/* What autosave.js keeps in this browser and could not save, on pages where its rows do not stand.

   [data-kept="PERSON:RECORD"], hidden: shown when there is any; [data-kept-count] says how many rows. With a
   <template data-kept-row> each is listed: [data-kept-text] is what was typed, [data-kept-use] leads to the row's plain
   page, [data-kept-drop] throws it away once data-kept-sure is answered. Rows without a title are called by
   data-kept-label-NAME.
   form[data-kept-form="PERSON:RECORD:ROW"]: a row's plain page takes what was changed and not saved into its fields, and
   shows [data-kept-put]; not with data-kept-answered, where the form comes back with what was sent.
   ?saved=ROW in the address: the server has it now, and it is forgotten here. */

import { KEPT, draft, drop, keysOf } from "./drafts.js";

const changed = ({ fields, base }) => Object.keys(fields).filter((name) => (fields[name] ?? "") !== (base[name] ?? ""));

function textOf(row, kept, box) {
  const { title, requested_amount: amount, detail, place } = kept.fields;
  if (title !== undefined) return [title, amount, detail, place].filter((text) => text?.trim()).join(" · ");
  const label = box.getAttribute(`data-kept-label-${row.split("-")[0]}`) ?? row;
  return [label, ...changed(kept).map((name) => kept.fields[name])].join(" · ");
}

function show(box) {
  const prefix = `${KEPT}${box.dataset.kept}:`;
  const rows = keysOf(prefix).map((key) => [key, draft(key)]).filter(([, kept]) => kept?.fields);
  rows.sort(([, one], [, other]) => one.order - other.order);
  box.hidden = !rows.length;
  box.querySelector("[data-kept-count]").textContent = rows.length;
  const template = box.querySelector("template[data-kept-row]");
  if (!template) return;
  for (const line of box.querySelectorAll("[data-kept-line]")) line.remove();
  for (const [key, kept] of rows) {
    const line = template.content.firstElementChild.cloneNode(true);
    line.dataset.keptLine = key;
    line.querySelector("[data-kept-text]").textContent = textOf(key.slice(prefix.length), kept, box);
    const use = line.querySelector("[data-kept-use]");
    if (use) use.href = kept.url;
    line.querySelector("[data-kept-drop]").addEventListener("click", () => {
      if (!window.confirm(box.dataset.keptSure)) return;
      drop(key);
      show(box);
    });
    template.before(line);
  }
}

function fill(form) {
  const kept = draft(`${KEPT}${form.dataset.keptForm}`);
  if (!kept?.fields || "keptAnswered" in form.dataset) return;
  for (const name of changed(kept)) {
    const control = form.elements.namedItem(name);
    if (!control || control.type === "hidden") continue;
    if (control.type === "checkbox") control.checked = kept.fields[name] === "on";
    else control.value = kept.fields[name];
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const words of document.querySelectorAll("[data-kept-put]")) words.hidden = false;
}

const saved = new URLSearchParams(location.search).get("saved");
for (const box of document.querySelectorAll("[data-kept]")) {
  if (saved) drop(`${KEPT}${box.dataset.kept}:${saved}`);
  show(box);
}
for (const form of document.querySelectorAll("form[data-kept-form]")) fill(form);
