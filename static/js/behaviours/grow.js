// data-grow on a textarea: as high as its text. Where the browser can do it by itself (field-sizing), it does.
const itself = CSS.supports("field-sizing", "content");

function grow(area) {
  if (itself) return;
  if (area.matches?.("[data-autosave-row]")) return area.querySelectorAll("textarea[data-grow]").forEach(grow);
  if (!area.matches?.("textarea[data-grow]")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

for (const name of ["input", "autosave:put", "autosave:filled"]) document.addEventListener(name, (event) => grow(event.target));
document.addEventListener("focusin", (event) => grow(event.target));
for (const area of document.querySelectorAll("textarea[data-grow]")) grow(area);
