/* The refusal of an earlier text goes when the server understands the new one. A field of kind UnderstoodInput asks the
   server, once it is left, how its text reads; the answer stands in its .understood. Its error, the line about it in the
   summary over the form, and their ties are taken away; what the form refuses for another reason comes with sending. */

import { undescribe } from "../saving/controls.js";

/* Takes away what was said against a control. */
function clear(control) {
  const isRefusal = (text) => text?.matches(".invalid-feedback, [id^=error]");
  for (const id of (control.getAttribute("aria-describedby") ?? "").split(" ")) {
    const text = document.getElementById(id);
    if (isRefusal(text)) text.hidden = true;
  }
  const field = control.closest(".field") ?? control.parentElement;
  for (const text of field.querySelectorAll(".invalid-feedback")) text.hidden = true;
  undescribe(control, isRefusal);
  control.classList.remove("is-invalid");
  control.removeAttribute("aria-invalid");
  for (const link of document.querySelectorAll(`.errors a[href="#${CSS.escape(control.id)}"]`)) {
    link.closest("li").remove();
  }
  for (const summary of document.querySelectorAll(".errors")) if (!summary.querySelector("li")) summary.hidden = true;
}

document.addEventListener("htmx:afterSwap", (event) => {
  const said = event.target.closest?.("output.understood");
  const control = said && document.getElementById(said.htmlFor.value);
  // A row that saves itself is answered by its own saving.
  if (!control?.matches(".is-invalid") || control.closest("[data-autosave-row]")) return;
  if (said.querySelector(".understood-text")) clear(control);
});
