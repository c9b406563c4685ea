/* The table of a check. A row ([data-check-row="ID"]) is decided by its buttons or by their keys; the card of the row in
   hand ([data-check="ID"] is its form, saved by autosave.js) stands at the side, and the others are hidden.

   - [data-check-at-once] is a row's form of buttons (data-check-key, value the outcome). Without script it is sent as it
     stands; here a button writes into the fields of the card, which save themselves. #check-at-once says what each outcome
     writes (`sets`; over what was answered before where `is_sure`) and which fields have to be written next (`asks`).
   - Keys act only while something in a row has the focus that takes no text, and while [data-check-keys] is ticked. A key
     is told by its place (event.code), so that it is the same with a Thai layout.
   - [data-check-all] ticks every row for a meeting.
   - [data-check-phrase="FIELD"] takes words that were used before into FIELD; Enter saves and goes on.
   - [data-check-badge="ID"], [data-check-finished], [data-check-outcome="OUTCOME"], [data-check-sum="BAHT"],
     [data-check-left] and [data-check-ready] follow what is saved. */

import { announce } from "../saving/announcer.js";

const page = document.querySelector("[data-check-page]");
const decisions = new Map(JSON.parse(document.querySelector("#check-at-once").textContent).map((one) => [one.outcome, one]));
const badges = document.querySelector("template[data-check-badges]").content;
const keys = document.querySelector("[data-check-keys]");
const KEPT = "check-keys";
const TAKES_TEXT = "textarea, select, input:not([type=checkbox], [type=radio])";

const rows = () => [...page.querySelectorAll("[data-check-row]")];
const forms = () => [...page.querySelectorAll("[data-check]")];
const rowOf = (form) => page.querySelector(`[data-check-row="${form.dataset.check}"]`);
const formOf = (row) => page.querySelector(`[data-check="${row.dataset.checkRow}"]`);
const isFinished = (form) => "checkIsFinished" in form.dataset;
const chosen = (form) => form.querySelector("[name=outcome]:checked")?.value;
const baht = (text) => Number(text.replaceAll(",", ""));

/* --- which project is in hand */

function show(row) {
  for (const form of forms()) form.closest(".check-card").classList.toggle("is-current", form.dataset.check === row.dataset.checkRow);
  for (const one of rows()) one.classList.toggle("is-current", one === row);
}

function goTo(row) {
  row.querySelector("[data-check-open]").focus();
}

/* The next row that waits, from this one on; then what can be done when none does. */
function goOn(from) {
  const all = rows();
  const at = all.indexOf(from);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find((row) => !isFinished(formOf(row)) && !decided.has(row));
  if (next) goTo(next);
  else if (!goToReady()) goTo(from);
}

function goToReady() {
  const ready = page.querySelector("[data-check-ready]:not([hidden]) a");
  ready?.focus();
  return ready;
}

/* --- deciding: rows that were decided here, of which some are still on their way to the server */

const decided = new Set();

function put(form, name, value) {
  const radio = form.querySelector(`[name="${name}"][value="${value}"]`);
  const control = radio ?? form.elements[name];
  if (radio ? radio.checked : control.value === value) return;
  if (radio) radio.checked = true;
  else control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function save(form) {
  form.dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
}

function decide(row, outcome) {
  const form = formOf(row);
  const { sets, is_sure: isSure, in_full: label } = decisions.get(outcome);
  for (const [question, answer] of Object.entries(sets)) {
    if (isSure || !form.querySelector(`[name="${question}"]:checked`)) put(form, question, answer);
  }
  put(form, "outcome", outcome);
  announce("check", `${row.querySelector("[data-check-open]").textContent}: ${label}`);
  if (!askFor(row, form)) finish(row);
}

/* Goes to the first field that the outcome asks for and that is empty; false where there is none. */
function askFor(row, form) {
  const name = (decisions.get(chosen(form))?.asks ?? []).find((one) => !form.elements[one].value.trim());
  if (!name) return false;
  show(row);
  (form.querySelector(`[data-check-phrase="${name}"]`) ?? form.elements[name]).focus();
  return true;
}

function finish(row) {
  decided.add(row);
  save(formOf(row));
  goOn(row);
}

function takePhrase(input) {
  const form = input.form;
  const field = form.elements[input.dataset.checkPhrase];
  const text = input.value.trim();
  if (text) put(form, field.name, field.value ? `${field.value}\n${text}` : text);
  input.value = "";
}

/* What goes to another office is that office's duty: said so, where no reason was given. */
function reasonOfForwarding(form) {
  const unit = form.elements.forwarded_to.value.trim();
  const isNo = form.querySelector('[name="fits_mission"][value="no"]').checked;
  if (unit && isNo && chosen(form) === "forward" && !form.elements.mission_reason.value) {
    put(form, "mission_reason", form.dataset.checkDuty.replace("UNIT", unit));
  }
}

page.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-check-at-once]")) return;
  event.preventDefault();
  decide(event.target.closest("[data-check-row]"), event.submitter.value);
});

page.addEventListener("click", (event) => {
  const row = event.target.closest("[data-check-row]");
  const open = event.target.closest("[data-check-open]");
  if (open) {
    show(row);
    event.preventDefault();
    const card = document.getElementById(open.hash.slice(1));
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  } else if (event.target.closest("[data-check-back]")) {
    event.preventDefault();
    goTo(rowOf(event.target.closest(".check-card").querySelector("[data-check]")));
  } else if (row && !event.target.closest("a, button, input, label")) goTo(row);
});

page.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-check-row]");
  if (row) show(row);
});

page.addEventListener("focusout", (event) => {
  if (event.target.name === "forwarded_to") reasonOfForwarding(event.target.form);
  if (event.target.matches("[data-check-phrase]")) takePhrase(event.target);
});

const all = page.querySelector("[data-check-all]");
all.addEventListener("change", () => {
  for (const box of page.querySelectorAll("[data-check-row] [name=project]")) box.checked = all.checked;
});

/* --- keys */

function inText(event) {
  const form = event.target.closest("[data-check]");
  if (event.key !== "Enter" || !form) return;
  const isLine = event.target.matches("[data-check-phrase], [name=forwarded_to], [name=granted_amount]");
  if (!isLine && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  if (isLine && !event.target.value.trim()) return;
  if (event.target.matches("[data-check-phrase]")) takePhrase(event.target);
  reasonOfForwarding(form);
  const row = rowOf(form);
  if (!askFor(row, form)) finish(row);
}

function inRow(event, row) {
  const all = rows();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  const button = row.querySelector(`[data-check-key="${event.code.match(/^(?:Digit|Numpad)(\d)$/)?.[1]}"]`);
  if (step) goTo(all[Math.min(Math.max(all.indexOf(row) + step, 0), all.length - 1)]);
  else if (button && !event.repeat) decide(row, button.value);
  else return;
  event.preventDefault();
}

page.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const row = event.target.closest("[data-check-row]");
  if (!row) return inText(event);
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (keys.checked && isPlain && !event.target.matches(TAKES_TEXT)) inRow(event, row);
});

keys.checked = localStorage.getItem(KEPT) !== "off";
const tellKeys = () => (page.querySelector("[data-check-keys-help]").hidden = !keys.checked);
tellKeys();
keys.addEventListener("change", () => {
  localStorage.setItem(KEPT, keys.checked ? "on" : "off");
  tellKeys();
});

/* --- what is saved is told */

document.addEventListener("autosave:saved", (event) => {
  const form = event.target.closest("[data-check]");
  if (!form) return;
  const wasReady = document.activeElement?.closest("[data-check-row]");
  decided.delete(rowOf(form));
  if (event.detail.is_finished) form.dataset.checkIsFinished = "";
  else delete form.dataset.checkIsFinished;
  const badge = badges.querySelector(`[data-badge="${event.detail.is_finished ? chosen(form) : "open"}"]`);
  page.querySelector(`[data-check-badge="${form.dataset.check}"]`).replaceChildren(...badge.cloneNode(true).childNodes);
  tell();
  if (wasReady && forms().every(isFinished)) goToReady();
});

/* What is taken in of a project: the part that is written, or all of it. */
const granted = (form) => baht(chosen(form) === "partly" ? form.elements.granted_amount.value : rowOf(form).dataset.checkAmount);

function tell() {
  const done = forms().filter(isFinished);
  const left = forms().length - done.length;
  page.querySelector("[data-check-finished]").textContent = done.length;
  for (const count of page.querySelectorAll("[data-check-outcome]")) {
    count.textContent = done.filter((form) => chosen(form) === count.dataset.checkOutcome).length;
  }
  const taken = done.filter((form) => decisions.get(chosen(form)).is_taken_in).map(granted);
  const sum = taken.reduce((all, one) => all + one, 0);
  for (const place of page.querySelectorAll("[data-check-sum]")) {
    place.textContent = (baht(place.dataset.checkSum) + sum).toLocaleString("en-US", { maximumFractionDigits: 0 });
  }
  for (const words of page.querySelectorAll("[data-check-left]")) words.hidden = !left;
  for (const button of page.querySelectorAll("[data-check-ready]")) button.hidden = left > 0;
}

/* --- begin: the project that the address names, or the first that waits */

const named = location.hash.match(/^#(?:project|row)-(\d+)$/)?.[1];
const first = rows().find((row) => row.dataset.checkRow === named) ?? rows().find((row) => !isFinished(formOf(row))) ?? rows()[0];
if (first) {
  page.classList.add("is-live");
  show(first);
}
