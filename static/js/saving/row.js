/* One row on the page: its controls, and the words under them. What it holds for the server is its entry (outbox.js). */

import * as controls from "./controls.js";
import { Entry, isUnsent } from "./outbox.js";

const WORDS = "[data-autosave-error], [data-autosave-note]";

export class Row {
  /* `page` gives the drafts, the outbox and the templates; see behaviours/autosave.js. */
  constructor(element, page) {
    this.element = element;
    this.page = page;
    const found = this.controls();
    this.entry = new Entry({
      key: element.dataset.autosaveRow,
      url: element.dataset.autosaveUrl,
      version: Number(element.dataset.autosaveVersion || 0),
      fields: Object.fromEntries(found.map((control) => [control.name, controls.valueOf(control)])),
      base: Object.fromEntries(found.map((control) => [control.name, controls.firstValueOf(control)])),
      whole: found.filter((control) => control.hasAttribute("data-autosave-whole")).map((control) => control.name),
    });
  }

  controls() {
    return controls.controlsOf(this.element);
  }

  control(name) {
    return this.controls().find((control) => control.name === name);
  }

  /* Reads the row's controls into its entry. The only place that does. */
  look() {
    const found = this.controls();
    this.entry.write(Object.fromEntries(found.map((control) => [control.name, controls.valueOf(control)])));
    const said = [...this.element.querySelectorAll("[data-autosave-unmatched-field]")];
    if (said.some((place) => !(place.dataset.autosaveUnmatchedField in this.entry.unmatched))) this.showUnmatched();
  }

  put(texts) {
    for (const control of this.controls()) if (control.name in texts) controls.put(control, texts[control.name]);
  }

  typeIn(control) {
    const isInHand = control === document.activeElement;
    if (isInHand && controls.isLine(control)) this.entry.type({ line: control.name });
    else this.entry.type({ at: this.element.contains(document.activeElement) ? Date.now() : 0 });
    this.look();
  }

  /* One control was left: its text is shown as the server writes it. */
  polish(control) {
    if (control.name) this.put(this.entry.polish(control.name));
  }

  keep() {
    const { drafts, outbox } = this.page;
    const { key } = this.entry;
    if (this.entry.isSettled) return drafts.forget(key);
    const after = this.neighbour(-1)?.entry.key ?? null;
    // Where nothing can be kept, the page asks before it is left.
    this.page.isKept = drafts.keep(key, { ...this.entry.draft(), order: outbox.position(key), after });
  }

  restore(kept) {
    if (isUnsent(kept)) this.put(kept.fields);
    this.entry.restore(kept);
    this.look();
    this.showUnmatched();
    this.keep();
  }

  /* Returns the next row of the same list, up or down, that meets the wish. */
  neighbour(step, meets = () => true) {
    const side = step < 0 ? "previousElementSibling" : "nextElementSibling";
    for (let element = this.element[side]; element; element = element[side]) {
      const row = this.page.rows.get(element.dataset.autosaveRow);
      if (row && meets(row)) return row;
    }
    return null;
  }

  /* Sends the row and shows the answer. Returns the kind of the answer. */
  async send() {
    const { entry, page } = this;
    const fields = entry.begin();
    this.keep();
    // A new row says before which saved one it stands, so that one that was mended late keeps its place.
    const before = entry.version === 0 && this.neighbour(1, (row) => row.entry.version > 0)?.entry.key;
    const more = { version: entry.version, ...(before && { before }), ...(entry.over && { over: entry.over }) };
    const answer = await page.post(entry.url, { ...fields, ...more });
    if (answer.kind === "saved") this.settle(answer.data);
    else if (answer.kind === "refused") this.refuse(answer.data);
    else if (answer.kind === "stale") this.meet(answer.data);
    else entry.miss();
    return answer.kind;
  }

  settle(data) {
    const inHand = this.controls().find(controls.isInHand)?.name ?? null;
    this.put(this.entry.settle(data, inHand));
    this.element.dataset.autosaveVersion = data.version;
    this.clearWords();
    for (const [name, text] of Object.entries(data.notes ?? {})) this.speak(name, text, "note");
    this.answered("saved", data);
  }

  refuse(data) {
    this.entry.refuse();
    this.clearWords();
    for (const [name, sentence] of Object.entries(data.errors ?? {})) {
      this.speak(name, sentence + this.whatStands(name), "error");
    }
    if (data.sentence) this.speak("", data.sentence, "error");
    this.answered("refused", data);
  }

  meet(data) {
    const { take, disputed } = this.entry.meet(data);
    this.put(take);
    this.element.dataset.autosaveVersion = this.entry.version;
    if (disputed.length) this.showConflict();
    this.answered("stale", data);
  }

  choose(side) {
    this.put(this.entry.decide(side));
    this.element.dataset.autosaveVersion = this.entry.version;
    this.clearWords();
    this.element.querySelector("[data-autosave-conflict-shown]")?.remove();
    this.answered("chosen", { side });
    this.controls().find((control) => control.offsetParent)?.focus();
    this.page.soon(0);
  }

  /* Tells the page's other modules, which may change the row, and then keeps what stands there. */
  answered(what, detail) {
    this.element.dispatchEvent(new CustomEvent(`autosave:${what}`, { bubbles: true, detail }));
    this.look();
    this.keep();
  }

  /* Returns what the record goes on saying while a line is refused. */
  whatStands(name) {
    const control = this.control(name);
    const words = document.querySelector("[data-autosave-stands]")?.dataset.autosaveStands;
    const shown = this.entry.version > 0 && this.entry.shown[name];
    return words && control && controls.isLine(control) && shown ? ` · ${words} ${shown}` : "";
  }

  showConflict() {
    const panel = this.page.copyOf("conflict");
    this.element.querySelector("[data-autosave-conflict-shown]")?.remove();
    if (!panel) return;
    const { rival, fields } = this.entry;
    panel.dataset.autosaveConflictShown = "";
    for (const slot of panel.querySelectorAll("[data-autosave-by]")) slot.textContent = rival.by;
    for (const slot of panel.querySelectorAll("[data-autosave-conflict-at]")) slot.textContent = rival.at;
    const pair = panel.querySelector("[data-autosave-pair]");
    for (const name of rival.disputed) {
      const shown = pair.cloneNode(true);
      const control = this.control(name);
      shown.querySelector("[data-autosave-field]").textContent = controls.labelOf(control);
      shown.querySelector("[data-autosave-mine]").textContent = controls.wordsOf(control, fields[name]);
      shown.querySelector("[data-autosave-theirs]").textContent = controls.wordsOf(control, rival.theirs[name]);
      pair.before(shown);
    }
    pair.remove();
    panel.addEventListener("click", (event) => {
      const side = event.target.closest("[data-autosave-choose]")?.dataset.autosaveChoose;
      if (side) this.choose(side);
    });
    this.slot.append(panel);
  }

  get slot() {
    return this.element.querySelector("[data-autosave-slot]") ?? this.element;
  }

  /* Shows the words that the lists do not have, each until somebody chooses or leaves it out. */
  showUnmatched() {
    for (const place of this.element.querySelectorAll("[data-autosave-unmatched-field]")) place.remove();
    for (const control of this.controls()) {
      control.classList.remove("is-unmatched");
      controls.undescribe(control, (text) => text === null);
      const words = this.entry.unmatched[control.name];
      const place = words && this.page.copyOf("unmatched");
      if (!place) continue;
      place.dataset.autosaveUnmatchedField = control.name;
      place.id = `unmatched-${this.entry.key}-${control.name}`;
      place.querySelector("[data-autosave-field]").textContent = controls.labelOf(control);
      for (const slot of place.querySelectorAll("[data-autosave-words]")) {
        slot.textContent = slot.dataset.autosaveWords.replace("{text}", words);
      }
      place.querySelector("[data-autosave-leave-out]").addEventListener("click", () => {
        this.entry.choose(control.name);
        this.showUnmatched();
        this.keep();
        control.focus();
      });
      control.classList.add("is-unmatched");
      this.slot.append(place);
      controls.describe(control, place.id);
      control.dispatchEvent(new CustomEvent("autosave:unmatched", { bubbles: true }));
    }
  }

  /* Writes a sentence under a field and ties it to it. What concerns a field that the page has not stands under the
     first one: no row is red without a word. */
  speak(name, text, kind) {
    let slot = this.element.querySelector(`[data-autosave-${kind}="${name}"]`);
    const control = this.control(name) ?? (kind === "error" && !slot ? this.controls()[0] : undefined);
    if (!slot && control) {
      slot = document.createElement("p");
      slot.setAttribute(`data-autosave-${kind}`, name);
      slot.dataset.autosaveMade = "";
      slot.className = kind === "error" ? "invalid-feedback" : "understood-text";
      control.after(slot);
    }
    if (!slot) return;
    slot.id ||= `${kind}-${this.entry.key}-${name}`;
    if (kind === "error") slot.setAttribute("role", "alert");
    slot.hidden = false;
    slot.textContent = text;
    // Of rows that a whole block was pasted into, nobody wants to hear each.
    if (kind === "note" && this.element.contains(document.activeElement)) this.page.announce(text);
    if (!control) return;
    controls.describe(control, slot.id);
    if (kind === "error") {
      control.classList.add("is-invalid");
      control.setAttribute("aria-invalid", "true");
    }
  }

  clearWords() {
    for (const control of this.controls()) {
      control.classList.remove("is-invalid");
      control.removeAttribute("aria-invalid");
      controls.undescribe(control, (text) => text?.matches(`${WORDS}, .invalid-feedback`));
    }
    for (const slot of this.element.querySelectorAll(WORDS)) {
      if ("autosaveMade" in slot.dataset) slot.remove();
      else {
        slot.hidden = true;
        slot.textContent = "";
      }
    }
  }

  /* Brings before one's eyes what has to be mended, chosen or waited for. */
  show() {
    const found = this.controls();
    const control =
      this.element.querySelector("[data-autosave-choose]") ??
      found.find((one) => one.matches("[aria-invalid=true]")) ??
      found.find((one) => one.matches(".is-unmatched")) ??
      found.find((one) => one.offsetParent);
    control?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  }
}
