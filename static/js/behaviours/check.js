/* The check page: the badge and the count follow what is saved, and Ctrl+Enter goes to the next project not finished.
   [data-check] is a project's form (saved by autosave.js), [data-check-badge="ID"] its badge, [data-check-finished] the
   count, [data-check-outcome="OUTCOME"] that of one outcome, [data-check-left] what is said while some are left, [data-check-ready] what can be done when none is.
   [data-check-fold] holds a project that waits; on a phone only the first stands open. */
const forms = () => [...document.querySelectorAll("[data-check]")];
const isFinished = (form) => "checkIsFinished" in form.dataset;
const narrow = matchMedia("(max-width: 47.99rem)");
const fold = () => document.querySelectorAll("[data-check-fold]").forEach((one, at) => (one.open = at === 0 || !narrow.matches));
narrow.addEventListener("change", fold);
fold();
const templates = document.querySelector("template[data-check-badges]")?.content;

document.addEventListener("autosave:saved", (event) => {
  const form = event.target.closest("[data-check]");
  if (!form) return;
  if (event.detail.is_finished) form.dataset.checkIsFinished = "";
  else delete form.dataset.checkIsFinished;
  const badge = templates?.querySelector(`[data-badge="${event.detail.is_finished ? "done" : "open"}"]`);
  document.querySelector(`[data-check-badge="${form.dataset.check}"]`).replaceChildren(...(badge ? [...badge.cloneNode(true).childNodes] : []));
  const finished = forms().filter(isFinished).length;
  document.querySelector("[data-check-finished]").textContent = finished;
  const chosen = forms().filter(isFinished).map((one) => one.querySelector("input[name=outcome]:checked")?.value);
  for (const count of document.querySelectorAll("[data-check-outcome]")) count.textContent = chosen.filter((outcome) => outcome === count.dataset.checkOutcome).length;
  for (const words of document.querySelectorAll("[data-check-left]")) words.hidden = finished === forms().length;
  for (const button of document.querySelectorAll("[data-check-ready]")) button.hidden = finished !== forms().length;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const here = event.target.closest("[data-check]");
  if (!here) return;
  event.preventDefault();
  here.dispatchEvent(new CustomEvent("autosave:now", { bubbles: true }));
  const all = forms();
  const at = all.indexOf(here);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find((form) => !isFinished(form));
  const folded = next?.closest("[data-check-fold]");
  if (folded) folded.open = true;
  const control = next?.querySelector("input[type=radio]:checked, input[type=radio]");
  control?.focus();
  next?.closest("section").scrollIntoView({ block: "start" });
});
