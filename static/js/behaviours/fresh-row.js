/* data-fresh-row="TEMPLATE" on the blank row at the end of a list of rows that save themselves (autosave.js): with its
   first letter a new blank one stands below it, under a uuid of its own. The template has data-fresh-url, the address
   of a row, and data-fresh-uuid, the part of that address to be replaced. */

function fresh(template, uuid = crypto.randomUUID()) {
  const copy = document.createElement("template");
  copy.innerHTML = template.innerHTML.replaceAll(template.dataset.freshUuid, uuid);
  return copy.content.firstElementChild;
}

document.addEventListener("input", (event) => {
  const row = event.target.closest?.("[data-fresh-row]");
  if (!row) return;
  const template = document.getElementById(row.dataset.freshRow);
  row.removeAttribute("data-fresh-row");
  row.classList.remove("is-fresh");
  const next = fresh(template);
  row.after(next);
  next.dispatchEvent(new CustomEvent("autosave:add", { bubbles: true }));
});

// Kept in this browser and not in the page: it was never acknowledged, so it gets its row again.
document.addEventListener("autosave:restore", (event) => {
  const { key, url } = event.detail;
  for (const template of document.querySelectorAll("template[data-fresh-url]")) {
    if (template.dataset.freshUrl.replace(template.dataset.freshUuid, key) !== url) continue;
    const row = fresh(template, key);
    row.removeAttribute("data-fresh-row");
    row.classList.remove("is-fresh");
    const blank = document.querySelector(`[data-fresh-row="${template.id}"]`);
    blank.before(row);
    row.dispatchEvent(new CustomEvent("autosave:add", { bubbles: true }));
    event.preventDefault();
  }
});
