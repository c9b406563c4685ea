// data-menu: a <details> that closes as a menu does: on Escape, on a click elsewhere, when focus leaves it.
const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusout", (event) => {
  if (!event.relatedTarget) return;
  for (const menu of open()) if (!menu.contains(event.relatedTarget)) menu.open = false;
});
