// data-print: a button that prints the page, once the letters of the paper are there: no screen page uses them.
document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-print]")) return;
  await Promise.allSettled(["400", "700"].map((weight) => document.fonts.load(`${weight} 1em Sarabun`)));
  window.print();
});
