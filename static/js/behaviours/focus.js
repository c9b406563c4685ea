// data-focus: what must be heard first after loading, such as the errors of a form.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-focus]")?.focus());
