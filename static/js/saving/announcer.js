/* The one place of a page that speaks to those who listen to it. Whatever happens within a moment is said together,
   so that one act is one announcement; a later text on the same topic takes the place of the earlier one. */

const PAUSE = 1_000;
const STANDS = 10_000; // then it is emptied, so that nobody comes upon it while reading, and the same can be said again

export class Announcer {
  /* `write(text)` changes what the page's status says. */
  constructor(write) {
    this.write = write;
    this.waiting = new Map();
    this.timer = null;
  }

  say(topic, text) {
    this.waiting.delete(topic);
    this.waiting.set(topic, text.replace(/\s+/g, " ").trim());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.speak(), PAUSE);
  }

  /* What was to be said on a topic is not true any more. */
  hush(topic) {
    this.waiting.delete(topic);
  }

  speak() {
    if (!this.waiting.size) return;
    this.write([...this.waiting.values()].join(" · "));
    this.waiting.clear();
    this.timer = setTimeout(() => this.write(""), STANDS);
  }
}

/* A status is only heard when it stood in the page before its words: it is made as soon as the module is loaded. */
function status() {
  const found = document.querySelector("[data-announcer]");
  if (found) return found;
  const made = document.createElement("p");
  made.className = "visually-hidden";
  made.setAttribute("role", "status");
  made.dataset.announcer = "";
  document.body.append(made);
  return made;
}

const place = globalThis.document && status();
const announcer = new Announcer((text) => {
  if (place.textContent !== text) place.textContent = text;
});

/* Says a text to those who listen, once the page has come to rest. */
export const announce = (topic, text) => announcer.say(topic, text);
export const hush = (topic) => announcer.hush(topic);
