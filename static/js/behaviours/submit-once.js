// data-submit-once: a second click while the first is under way is dropped. Never a dead end: the form is free again
// when the page is shown again, when the answer failed to come within 8 s, or when htmx has its answer.
const WAIT = 8000;
const under_way = new WeakMap();

function free(form) {
  clearTimeout(under_way.get(form));
  under_way.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]")) return;
  if (under_way.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  under_way.set(form, setTimeout(() => free(form), WAIT));
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-submit-once]").forEach(free));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-submit-once]");
  if (form) free(form);
});
