// data-forget-drafts="PERSON" on the log-out form: what autosave.js kept for this person in this browser is removed.
// With rows that were never sent, data-forget-words asks first.
const KEPT = "bkkplan:unsent:";

const draftsOf = (person) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${KEPT}${person}:`));
  } catch {
    return [];
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-forget-drafts]");
  if (!form) return;
  const drafts = draftsOf(form.dataset.forgetDrafts);
  if (drafts.length && form.dataset.forgetWords && !window.confirm(form.dataset.forgetWords)) {
    event.preventDefault();
    return;
  }
  for (const key of drafts) localStorage.removeItem(key);
  document.dispatchEvent(new CustomEvent("autosave:forgotten")); // an open page must not keep it anew
}, true);
