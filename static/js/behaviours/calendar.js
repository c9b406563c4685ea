/* data-calendar="what the button says" on a field of a day: a button beside it opens the browser's own calendar, and the
   chosen day is written into the field as people write it. A field that is drawn later gets its button with the focus.
   Without script, or in a browser that opens no calendar, the day is typed. */

const isThai = document.documentElement.lang === "th";
const month = new Intl.DateTimeFormat("th-TH", { month: "short", timeZone: "UTC" });
const MONTHS = [...Array(12).keys()].map((place) => month.format(new Date(Date.UTC(2000, place, 1))));
const BE_OFFSET = 543;

/* "2020-07-16" as people write it: 16 ก.ค. 2563, or 16/7/2020 on an English page. */
function asTyped(iso, thai = isThai) {
  const [year, place, day] = iso.split("-").map(Number);
  return thai ? `${day} ${MONTHS[place - 1]} ${year + BE_OFFSET}` : `${day}/${place}/${year}`;
}

/* The other way round, for the month with which the calendar opens; "" for what is written in another way. */
function asIso(text) {
  const [, day, name, year] = text.trim().match(/^(\d{1,2}) (\S+) (\d{4})$/) ?? [];
  const place = MONTHS.indexOf(name);
  return place < 0 ? "" : new Date(Date.UTC(year - BE_OFFSET, place, day)).toISOString().slice(0, 10);
}

function giveButton(field) {
  const [button, days] = [document.createElement("button"), document.createElement("input")];
  button.type = "button";
  button.className = "btn btn-secondary calendar";
  button.textContent = "▾";
  button.setAttribute("aria-label", field.dataset.calendar);
  button.title = field.dataset.calendar;
  days.type = "date";
  days.className = "calendar-days";
  days.tabIndex = -1;
  days.setAttribute("aria-hidden", "true");
  field.classList.add("has-calendar");
  field.after(button, days);
  button.addEventListener("click", () => {
    days.value = asIso(field.value) || days.value;
    days.showPicker();
  });
  days.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!days.value) return;
    field.value = asTyped(days.value);
    field.focus();
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  });
  days.addEventListener("input", (event) => event.stopPropagation());
}

function enhance(root) {
  const bare = "input[data-calendar]:not(.has-calendar, [disabled], [readonly])";
  for (const field of root.querySelectorAll(bare)) if (!field.closest("td")) giveButton(field);
}

if ("showPicker" in HTMLInputElement.prototype) {
  enhance(document);
  document.addEventListener("focusin", (event) => event.target.parentElement && enhance(event.target.parentElement));
}
