/* The search over every page of those who are logged in: <dialog data-palette> with a combobox, below which htmx puts the
   options (templates/desk/_found.html). Ctrl+K (⌘K) opens it, and so does the frame's link (dialog.js). The arrows choose, Enter
   opens what is chosen, or the page of the search where nothing is; Escape closes, and the focus goes back to where it was. */

const dialog = document.querySelector("[data-palette]");
const field = dialog?.querySelector("[role=combobox]");
const found = dialog?.querySelector("[data-palette-found]");
const said = dialog?.querySelector("[data-palette-said]");

const options = () => [...found.querySelectorAll("[role=option]")];
const chosen = () => found.querySelector("[role=option][aria-selected=true]");

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (!option) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function open() {
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });

  field.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length }[event.key];
    if (to !== undefined && all.length) {
      event.preventDefault();
      choose(all[to]);
    } else if (event.key === "Enter" && !event.isComposing && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  });

  // What was found belongs to what was typed before: Enter opens nothing of it while the next answer is on its way.
  field.addEventListener("input", () => choose(null));

  found.addEventListener("htmx:afterSwap", () => {
    const list = found.querySelector("[role=listbox]");
    field.setAttribute("aria-expanded", String(Boolean(list)));
    said.textContent = list?.dataset.said ?? (field.value.trim().length < 2 ? "" : said.dataset.none);
    choose(options()[0] ?? null);
  });
}
