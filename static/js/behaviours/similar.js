/* Earlier proposals that ask for nearly the same as the title being typed. A [data-rowtable] with data-similar-url asks the server
   once typing pauses, with the text (q) and the row's id (row); what it answers, a piece of HTML, stands in the row's
   [data-similar]. Without an answer (no network, logged out) nothing is shown, and typing goes on. */

import { announce } from "../saving/announcer.js";

const PAUSE = 500;
const SHORTEST = 6; // letters; a shorter text is like too many

let asked = null; // what may still be answered

async function ask(table, row, text) {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams({ q: text, row: row.dataset.autosaveRow });
  const answer = await fetch(`${table.dataset.similarUrl}?${query}`, { signal: asked.signal, redirect: "manual", credentials: "same-origin" });
  return answer.ok ? (await answer.text()).trim() : "";
}

async function show(table, row, control) {
  const place = row.querySelector("[data-similar]");
  const text = control.value.trim();
  const found = text.length < SHORTEST ? "" : await ask(table, row, text).catch(() => "");
  if (control.value.trim() !== text) return; // an answer to an older text
  place.innerHTML = found; // made by our own templates
  place.hidden = !found;
  const words = place.querySelector("[data-similar-words]");
  if (words) announce("similar", words.textContent);
}

for (const table of document.querySelectorAll("[data-rowtable][data-similar-url]")) {
  let timer = null;
  table.addEventListener("input", (event) => {
    const control = event.target.closest("[name=title]");
    if (!control) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(table, control.closest("[data-autosave-row]"), control), PAUSE);
  });
}
