/* [data-progress] is a job that asks for itself again by htmx, until it has ended (the progress component). While it is
   under way only its [data-progress-part]s are changed, so that a control that has the focus keeps it. At its end the
   whole is exchanged and its [data-progress-words] are said aloud, once; the focus, if it was in it, goes to what comes
   next. */

import { announce } from "../saving/announcer.js";

/* Returns the job that an answer of the server shows, or null. */
function jobIn(html) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  return answer.content.querySelector("[data-progress]");
}

/* Takes over from another state of the same job what has changed. */
function update(job, next) {
  job.className = next.className;
  const [parts, others] = [job, next].map((one) => [...one.querySelectorAll("[data-progress-part]")]);
  for (const [at, part] of parts.entries()) {
    if (part.innerHTML !== others[at].innerHTML) part.replaceChildren(...others[at].childNodes);
  }
}

let hadFocus = false;

document.addEventListener("htmx:beforeSwap", (event) => {
  const job = event.target;
  if (!job.matches?.("[data-progress]") || event.detail.xhr.status !== 200) return;
  const next = jobIn(event.detail.serverResponse);
  hadFocus = job.contains(document.activeElement);
  if (!next?.hasAttribute("hx-get")) return;
  event.detail.shouldSwap = false;
  update(job, next);
});

document.addEventListener("htmx:load", (event) => {
  const job = event.target;
  if (!job.matches?.("[data-progress]")) return;
  announce(job.id, job.querySelector("[data-progress-words]").textContent);
  if (hadFocus) (job.querySelector("a[href], button") ?? job).focus();
  hadFocus = false;
});
