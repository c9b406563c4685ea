/* Plain forms lose nothing when the session ends while someone types.

   <main data-keep-forms="PERSON"> is a page made for a signed-in person. What this person changes in a posted form of it
   lies in localStorage, under the person and the address, and is put back when the same person comes to the same
   address again, said by the page's <template data-kept-words>. Nobody else's page looks at it; logging out removes it
   (forget-drafts.js). Not kept: files, passwords, what has data-not-kept, and rows that save themselves (autosave.js).

   Only what was changed is put back: what a colleague saved meanwhile in the other fields stays. Hidden fields (version,
   uuid) come back with it, so that a text written over an older version meets the server's answer about two people,
   and a form sent twice is one row.

   A plain form has no acknowledgement, but the next page of this tab tells: one for a signed-in person means that the
   answer came, taken or refused with the text in it; any other (log-in, an error) that it did not. */
import { Drafts } from "../saving/store.js";

const SENT = "bkkplan:sent"; // in sessionStorage: which form this tab sent last
const NO_TEXT = ["file", "password", "submit", "button", "reset", "image"];
const NOBODYS = ["csrfmiddlewaretoken", "next"]; // a new log-in has its own

const main = document.querySelector("main");
const person = main?.dataset.keepForms;
const drafts = new Drafts(person, "form");

/* Returns the name under which a form's text is kept: its page, and which of the page's forms it is. */
const nameOf = (form) => `${location.pathname}${location.search} ${form.id || form.getAttribute("action") || ""}`;
const isKeeping = (form) =>
  form instanceof HTMLFormElement && main.contains(form) && form.method === "post" &&
  !form.matches("[data-not-kept], [data-autosave-row], [hx-post]") && !form.closest("[data-autosave-row]") && !form.querySelector("[data-autosave-row]");
const controlsOf = (form) =>
  [...form.elements].filter((c) => c.name && c.type && !NO_TEXT.includes(c.type) && !NOBODYS.includes(c.name) && !c.matches("fieldset, output, [data-not-kept]"));

const isTicked = (control) => control.type === "radio" || control.type === "checkbox";

function valuesOf(control, isFirst) {
  if (isTicked(control)) return (isFirst ? control.defaultChecked : control.checked) ? [control.value] : [];
  if (control.tagName !== "SELECT") return [isFirst ? control.defaultValue : control.value];
  const options = [...control.options];
  const chosen = options.filter((option) => (isFirst ? option.defaultSelected : option.selected));
  return (chosen.length || control.multiple ? chosen : options.slice(0, 1)).map((option) => option.value);
}

/* Name → values, of what people type (or of what stands hidden beside it); as the page came, if isFirst. */
function read(form, { isFirst = false, isHidden = false } = {}) {
  const values = {};
  for (const control of controlsOf(form)) if ((control.type === "hidden") === isHidden) (values[control.name] ??= []).push(...valuesOf(control, isFirst));
  return values;
}

function put(form, values) {
  const left = structuredClone(values);
  for (const control of controlsOf(form)) {
    const wanted = left[control.name];
    if (!wanted) continue;
    const before = String(valuesOf(control));
    if (isTicked(control)) control.checked = wanted.includes(control.value);
    else if (control.multiple) for (const option of control.options) option.selected = wanted.includes(option.value);
    else control.value = wanted.shift() ?? "";
    if (String(valuesOf(control)) === before || control.type === "hidden") continue;
    for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

const differing = (values, base) => Object.fromEntries(Object.entries(values).filter(([name, value]) => String(value) !== String(base[name] ?? [])));

/* What a refused form shows as its first values is what was typed; the base is what stood there before that. */
const bases = new WeakMap();
const baseOf = (form) => bases.get(form) ?? read(form, { isFirst: true });

function keep(form) {
  const base = baseOf(form);
  const fields = differing(read(form), base);
  if (!Object.keys(fields).length) return drafts.forget(nameOf(form));
  drafts.keep(nameOf(form), { base, fields, hidden: read(form, { isHidden: true }), at: Date.now() });
}

function restore(form) {
  const name = nameOf(form);
  const kept = drafts.get(name);
  if (!kept) return;
  const before = read(form);
  const hidden = read(form, { isHidden: true });
  put(form, { ...kept.fields, ...kept.hidden });
  if (!Object.keys(differing(read(form), before)).length) return drafts.forget(name);
  bases.set(form, kept.base);
  keep(form);
  const words = document.querySelector("template[data-kept-words]").content.firstElementChild.cloneNode(true);
  words.querySelector("[data-kept-at]").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  words.querySelector("[data-kept-clear]").addEventListener("click", () => {
    put(form, { ...before, ...hidden });
    bases.delete(form);
    drafts.forget(name);
    words.remove();
    controlsOf(form).find((control) => control.offsetParent)?.focus();
  });
  form.before(words);
}

/* Returns the name of the form that this tab sent last, if the answer to it stands in this page; otherwise null. */
function answered() {
  try {
    const [sender, name] = JSON.parse(sessionStorage.getItem(SENT)) ?? [];
    sessionStorage.removeItem(SENT);
    const [way] = performance.getEntriesByType("navigation");
    return person && sender === person && way?.type === "navigate" ? name : null;
  } catch {
    return null;
  }
}

const name = answered();
if (person) {
  const sent = name && drafts.get(name);
  if (name) drafts.forget(name);
  for (const form of document.querySelectorAll("main form")) {
    if (!isKeeping(form)) continue;
    if (sent && nameOf(form) === name) bases.set(form, sent.base);
    restore(form);
  }
  for (const name of ["input", "change"]) {
    main.addEventListener(name, (event) => {
      if (isKeeping(event.target.form)) keep(event.target.form);
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !isKeeping(event.target)) return;
    keep(event.target);
    try {
      sessionStorage.setItem(SENT, JSON.stringify([person, nameOf(event.target)]));
    } catch {
      /* then it is offered once more, and said so */
    }
  });
}
