// data-search-key: Ctrl+K (⌘K) puts the cursor into the header's search, if it is on the page.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  const fields = [...document.querySelectorAll("[data-search-key]")];
  const field = fields.find((one) => one.offsetParent);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
