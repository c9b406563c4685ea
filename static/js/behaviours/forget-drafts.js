// data-forget-drafts="PERSON" on the log-out form: what autosave.js and keep-form.js kept for this person in this browser
// is removed. With text that was never sent, data-forget-words asks first.
import { KEPT, drop, keysOf } from "./drafts.js";

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-forget-drafts]");
  if (!form) return;
  const drafts = keysOf(`${KEPT}${form.dataset.forgetDrafts}:`);
  if (drafts.length && form.dataset.forgetWords && !window.confirm(form.dataset.forgetWords)) {
    event.preventDefault();
    return;
  }
  drafts.forEach(drop);
  document.dispatchEvent(new CustomEvent("autosave:forgotten")); // an open page must not keep it anew
}, true);
