// data-submit-once: a second click while the first is under way is dropped. Never a dead end: the form is free again
// when the page is shown again, when the answer failed to come within 8 s, or when htmx has its answer.
const WAIT = 8000;
const under_way = new WeakMap();

function free(form) {
  clearTimeout(under_way.get(form));
  under_way.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

// Before anyone else hears of it: htmx would take a second click and send it after the first.
document.addEventListener("submit", (event) => {
  if (!under_way.has(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (event.defaultPrevented && !form.matches("[hx-post]")) return;
  under_way.set(form, setTimeout(() => free(form), WAIT));
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-submit-once]").forEach(free));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-submit-once]");
  if (form) free(form);
});
