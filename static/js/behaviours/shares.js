/* data-shares on a form: adds up its [data-share] fields as one types. The server counts again before anything happens,
   and reads amounts that this does not (1.5 แสน): while there is one, no sum is shown. */
for (const form of document.querySelectorAll("[data-shares]")) {
  const left = Number(form.dataset.sharesLeft);
  const show = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  const count = () => {
    const typed = [...form.querySelectorAll("[data-share]")].map((field) => field.value.trim().replaceAll(",", "")).filter(Boolean);
    const amounts = typed.map(Number);
    const isReadable = amounts.every(Number.isFinite);
    const total = amounts.reduce((sum, amount) => sum + amount, 0);
    for (const row of form.querySelectorAll("[data-shares-sum]")) row.hidden = !isReadable;
    form.querySelector("[data-shares-total]").textContent = show.format(total);
    form.querySelector("[data-shares-rest]").textContent = show.format(left - total);
    form.querySelector("[data-shares-count]").textContent = `× ${amounts.filter((amount) => amount > 0).length}`;
  };
  form.addEventListener("input", count);
  count();
}
