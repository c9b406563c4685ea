/* data-choose on a form of rows to choose from: the sum of what is chosen follows, and groups are ticked without a new page.

   A row is [data-choose-row="BAHT"] with a checkbox; what is typed into its [data-choose-part] counts in place of BAHT, and
   ticks it. [data-choose-all] and [data-choose-group="ID"] (rows with data-choose-in="ID") tick all of theirs, or none if all
   are ticked; without script they are buttons of the form. [data-choose-count] and [data-choose-sum="BAHT to add"] follow. */

import { announce } from "../saving/announcer.js";

const THAI = "๐๑๒๓๔๕๖๗๘๙";

/* What is typed as plain digits, in baht; null for nothing, or for words that only the server reads ("1.5 แสน"). */
function baht(text) {
  const typed = text.trim().replace(/[๐-๙]/g, (digit) => THAI.indexOf(digit)).replace(/[ ,]/g, "");
  return /^[0-9]+(\.[0-9]{1,2})?$/.test(typed) ? Number(typed) : null;
}

function shown(sum) {
  const rounded = Math.round(sum * 100) / 100;
  const places = Number.isInteger(rounded) ? 0 : 2;
  return rounded.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
}

for (const form of document.querySelectorAll("[data-choose]")) {
  const rows = [...form.querySelectorAll("[data-choose-row]")];
  const boxOf = (row) => row.querySelector("input[type=checkbox]");
  const amountOf = (row) => baht(row.querySelector("[data-choose-part]")?.value ?? "") ?? Number(row.dataset.chooseRow);

  const follow = () => {
    const chosen = rows.filter((row) => boxOf(row).checked);
    const sum = chosen.reduce((total, row) => total + amountOf(row), 0);
    for (const place of form.querySelectorAll("[data-choose-count]")) place.textContent = chosen.length;
    for (const place of form.querySelectorAll("[data-choose-sum]")) place.textContent = shown(sum + Number(place.dataset.chooseSum));
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose-all], [data-choose-group]");
    if (!button) return;
    event.preventDefault();
    const group = rows.filter((row) => !button.dataset.chooseGroup || row.dataset.chooseIn === button.dataset.chooseGroup);
    const isOn = !group.every((row) => boxOf(row).checked);
    for (const row of group) boxOf(row).checked = isOn;
    follow();
    announce("act", form.querySelector(".pool-sum p")?.textContent.replace(/\s+/g, " ").trim() ?? "");
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-choose-part]") && event.target.value.trim()) boxOf(event.target.closest("[data-choose-row]")).checked = true;
    follow();
  });
  follow();
}
