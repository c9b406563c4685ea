// data-sum="PREFIX": shows in its [data-sum-total] the sum of the counts whose names begin with PREFIX.
// What is no count adds nothing here; the server says why under its field.
const THAI = "๐๑๒๓๔๕๖๗๘๙";

function count(text) {
  const typed = text.trim().replace(/[๐-๙]/g, (digit) => THAI.indexOf(digit)).replace(/[ ,]/g, "");
  return /^[0-9]+$/.test(typed) ? Number(typed) : 0;
}

function sum(place) {
  const counts = [...place.querySelectorAll(`input[name^="${place.dataset.sum}"]`)].map((input) => count(input.value));
  const total = counts.reduce((a, b) => a + b, 0);
  for (const shown of place.querySelectorAll("[data-sum-total]")) shown.textContent = total.toLocaleString("en-US");
}

for (const name of ["input", "autosave:put"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("[data-sum]");
    if (place) sum(place);
  });
}
