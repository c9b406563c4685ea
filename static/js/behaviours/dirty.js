// data-dirty on a form: leaving with unsent text asks first. A form that saves itself sets data-dirty="saved".
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-dirty]")) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));
document.addEventListener("portal:saved", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (form.isConnected) return event.preventDefault();
});
