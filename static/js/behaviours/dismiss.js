// data-dismiss: something that can be closed by its [data-dismiss-button], which is hidden without script.
const show = (root) => root.querySelectorAll?.("[data-dismiss-button][hidden]").forEach((button) => { button.hidden = false; });
show(document);
document.addEventListener("htmx:load", (event) => show(event.target));
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss-button]")?.closest("[data-dismiss]").remove();
});
