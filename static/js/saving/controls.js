/* The controls of a row as texts by their names. Radio buttons of one name count as one control, the first of them. */

// No text of anybody's: after a new login an old token would stand in the way of the right one in the header.
const FOR_A_PLAIN_SUBMIT = new Set(["csrfmiddlewaretoken", "version"]);

const choicesOf = (radio) => [
  ...(radio.closest("[data-autosave-row]") ?? radio.form).querySelectorAll(
    `input[type="radio"][name="${CSS.escape(radio.name)}"]`,
  ),
];

/* Returns the controls of a row, one a name. */
export function controlsOf(element) {
  const seen = new Set();
  return [...element.querySelectorAll("input[name], select[name], textarea[name]")].filter((control) => {
    if (FOR_A_PLAIN_SUBMIT.has(control.name)) return false;
    if (control.type !== "radio") return true;
    return !seen.has(control.name) && seen.add(control.name);
  });
}

export function valueOf(control) {
  if (control.type === "radio") return choicesOf(control).find((choice) => choice.checked)?.value ?? "";
  if (control.type === "checkbox") return control.checked ? "on" : "";
  return control.value;
}

/* Returns what stood in a control when the page came. */
export function firstValueOf(control) {
  if (control.type === "radio") return choicesOf(control).find((choice) => choice.defaultChecked)?.value ?? "";
  if (control.type === "checkbox") return control.defaultChecked ? "on" : "";
  if (control.tagName !== "SELECT") return control.defaultValue;
  const options = [...control.options];
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
}

/* Puts a text into a control. If that changes it, the control says so by the event `autosave:put`. */
export function put(control, value) {
  if (valueOf(control) === value) return;
  if (control.type === "radio") for (const choice of choicesOf(control)) choice.checked = choice.value === value;
  else if (control.type === "checkbox") control.checked = value === "on";
  else control.value = value;
  control.dispatchEvent(new CustomEvent("autosave:put", { bubbles: true }));
}

export function isInHand(control) {
  return (control.type === "radio" ? choicesOf(control) : [control]).includes(document.activeElement);
}

/* Whether a control is read as a whole: an amount, a day, a name. */
export const isLine = (control) => control.matches("input:not([type=checkbox], [type=radio], [type=hidden])");

/* Returns how a value of a control reads to people: the words of an option, not its number. */
export function wordsOf(control, value) {
  const choice = (one) => one.value === value;
  if (control.type === "radio") {
    return choicesOf(control).find(choice)?.labels?.[0]?.textContent.trim() ?? (value || "–");
  }
  if (control.tagName === "SELECT") return [...control.options].find(choice)?.textContent ?? value;
  if (control.type === "checkbox") return control.dataset[value ? "autosaveOn" : "autosaveOff"] ?? value;
  return value || "–";
}

/* Returns what a control is called. */
export function labelOf(control) {
  const label = control.labels?.[0]?.firstChild?.textContent.trim() || control.labels?.[0]?.textContent.trim();
  return control.dataset.autosaveLabel ?? control.getAttribute("aria-label") ?? label ?? control.name;
}

const described = (control) => (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);

/* Ties a text to a control, beside the texts that describe it already. */
export function describe(control, id) {
  const ids = described(control);
  if (!ids.includes(id)) control.setAttribute("aria-describedby", [...ids, id].join(" "));
}

/* Unties the texts whose element meets the wish; a help text stays tied. */
export function undescribe(control, isUntied) {
  const ids = described(control);
  const left = ids.filter((id) => !isUntied(document.getElementById(id)));
  if (left.length === ids.length) return;
  if (left.length) control.setAttribute("aria-describedby", left.join(" "));
  else control.removeAttribute("aria-describedby");
}
