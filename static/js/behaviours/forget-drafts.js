// data-forget-drafts="PERSON" on the log-out form: what this browser keeps of this person's unsent text is removed. With
// text that was never sent, data-forget-words asks first.
import { forgetPerson, hasDrafts } from "../saving/store.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-forget-drafts]");
  if (!form) return;
  const { forgetDrafts: person, forgetWords: words } = form.dataset;
  if (words && hasDrafts(person) && !window.confirm(words)) event.preventDefault();
  else forgetPerson(person);
}, true);
