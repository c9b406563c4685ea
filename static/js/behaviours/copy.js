// data-copy="TEXT" (or empty for the page's address): copies it and says so. Hidden until script can do it.
for (const button of document.querySelectorAll("[data-copy]")) if (navigator.clipboard) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[data-copy-words]") ?? button;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    words.textContent = button.dataset.copied || before;
  } catch {
    return;
  }
  setTimeout(() => {
    words.textContent = before;
  }, 2500);
});
