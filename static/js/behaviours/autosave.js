/* Rows that save themselves.

   A row is any element with named controls in it: a line of a table, a card, a whole block of a form. Radio buttons
   count as one control; a row that has them is a <form> of its own, so that those of two rows do not exclude each other.

     <section data-autosave data-autosave-user="7" data-autosave-record="plan-12">
       <p data-autosave-say="signed-out" hidden>… <a target="_blank" href="/accounts/login/">…</a></p>
       <tr data-autosave-row="UUID or name" data-autosave-url="/…/" data-autosave-version="3"> <input name="title"> … </tr>
       <template data-autosave-conflict>…</template>
     </section>

   Each row is posted to its address, form-encoded, with `version`, the X-CSRFToken of the cookie of that moment and
   X-Autosave-User, the person the page was made for. bkkplan.ground.core.autosave is the other half and answers

     200 {version, at, shown: {field: text}, notes: {field: text}}   kept; `shown` is how it reads now (1.5 แสน → 150,000)
     422 {errors: {field: sentence}, sentence}                       not kept; said under the field, the text stays
     409 {version, by, at, theirs: {field: text}}                    someone else was faster
     403 {refused: "other-person"}                                   another person is logged in now: nothing is sent
     a redirect, or any other 403                                    logged out

   What it promises
   - What is typed lies in localStorage, under the person and the record, from the first letter until the server has
     acknowledged it. After a reload it is put back into its row and sent. Nobody else's page looks at it, and logging
     out removes it (forget-drafts.js).
   - What is half typed is not sent. A line (an amount, a day, a name) goes when it is left: half of one may be understood,
     and wrongly. Until then what was saved before stands for it. Prose and choices go when they are left, or after a pause.
   - One request at a time, in the order of the page. What was sent and not answered is sent again letter for letter
     before anything newer, so an answer lost on the way is no conflict, and the uuid makes a new row one row.
   - Two people in one row: where they changed different fields, both changes are kept. Where they changed the same,
     both texts are shown and one is chosen. A control with `data-autosave-whole` (removed) concerns the whole row.
   - A row of version 0 that holds only what its template held is not sent. A new one says `before`, the row that stands
     after it and is saved, so that a row mended late keeps its place.
   - Choosing one's own text over another's says `over`, the version it takes the place of: that person is told.
   - a[data-autosave-first] is followed once every row is saved; otherwise the page stays, at the row that is not.

   Events (all bubble). Dispatch on a row: `autosave:add` once it stands in the page; `autosave:drop` before a row that
   was never saved is taken out; `autosave:now` to send at once. Listen on a row: `autosave:saved`, `autosave:refused`,
   `autosave:stale` with the answer as detail; on the root: `autosave:restore` {key, url, fields} for a kept row that is
   not in the page: make its element, and call preventDefault().

   Said in the page: [data-autosave-state] (the autosave component) gets idle, saving, saved, offline, refused, conflict,
   signed-out or other-person; [data-autosave-at] the time; [data-autosave-count] the number of unsent rows, inside
   [data-autosave-unsent]; [data-autosave-say="STATE …"] is shown in these states; [data-autosave-go] goes to the row that
   has to be mended; [data-autosave-stay] says, with [data-autosave-left] rows, why a link was not followed;
   data-autosave-stands are the words before what is saved, under a line that was refused. Errors and notes stand in the row's
   [data-autosave-error="FIELD"] and [data-autosave-note="FIELD"], or right after the control. A row has
   data-autosave-is="clean|unsent|saving|refused|conflict". */

import { KEPT, draft, drop, keysOf, store } from "./drafts.js";

const TYPING_PAUSE = 2_500;
// No text of anybody's: after a new login an old token would stand in the way of the right one in the header.
const FOR_A_PLAIN_SUBMIT = new Set(["csrfmiddlewaretoken", "version"]);
const PATIENCE = 20_000;
const RETRIES = [2_000, 5_000, 10_000, 30_000];
const WHILE_SIGNED_OUT = 15_000;

const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
const same = (a, b) => Object.keys({ ...a, ...b }).every((name) => (a[name] ?? "") === (b[name] ?? ""));

/* The choices of one question stand as the first of them: all in a row's form that share its name. */
const choices = (radio) => [...radio.closest("[data-autosave-row]").querySelectorAll(`input[type="radio"][name="${CSS.escape(radio.name)}"]`)];

function valueOf(control) {
  if (control.type === "radio") return choices(control).find((choice) => choice.checked)?.value ?? "";
  return control.type === "checkbox" ? (control.checked ? "on" : "") : control.value;
}

function firstValueOf(control) {
  if (control.type === "radio") return choices(control).find((choice) => choice.defaultChecked)?.value ?? "";
  if (control.type === "checkbox") return control.defaultChecked ? "on" : "";
  if (control.tagName === "SELECT") return ([...control.options].find((o) => o.defaultSelected) ?? control.options[0])?.value ?? "";
  return control.defaultValue;
}

function put(control, value) {
  if (valueOf(control) === value) return;
  if (control.type === "radio") for (const choice of choices(control)) choice.checked = choice.value === value;
  else if (control.type === "checkbox") control.checked = value === "on";
  else control.value = value;
  control.dispatchEvent(new CustomEvent("autosave:put", { bubbles: true }));
}

const isInHand = (control) => (control.type === "radio" ? choices(control) : [control]).includes(document.activeElement);

/* One that is read as a whole; half of it may mean something else. */
const isLine = (control) => control.matches("input:not([type=checkbox], [type=radio], [type=hidden])");

class Row {
  constructor(element, page) {
    this.element = element;
    this.page = page;
    this.key = element.dataset.autosaveRow;
    this.url = element.dataset.autosaveUrl;
    this.version = Number(element.dataset.autosaveVersion || 0);
    this.base = {}; // the last text that both sides know
    for (const control of this.controls()) this.base[control.name] = firstValueOf(control);
    this.shown = { ...this.base }; // the same, as the server writes it
    this.sent = null; // sent and not yet answered
    this.refused = null; // answered: not like this
    this.rival = null; // the answer of a conflict not yet settled
    this.over = null; // the version that one's own text was chosen over
    this.isUnderWay = false;
    this.line = null; // the control of a line that is being written
    this.typedAt = 0;
  }

  controls() {
    const seen = new Set();
    const isFirst = ({ name }) => !seen.has(name) && seen.add(name);
    return [...this.element.querySelectorAll("input[name], select[name], textarea[name]")]
      .filter((control) => !FOR_A_PLAIN_SUBMIT.has(control.name))
      .filter((control) => control.type !== "radio" || isFirst(control));
  }

  control(name) {
    return this.controls().find((control) => control.name === name);
  }

  read() {
    return Object.fromEntries(this.controls().map((control) => [control.name, valueOf(control)]));
  }

  typeIn(control) {
    if (control === document.activeElement && isLine(control)) {
      this.line = control; // it goes when it is left, and what stands beside it need not wait for that
      return;
    }
    this.typedAt = this.element.contains(document.activeElement) ? Date.now() : 0;
  }

  leave() {
    this.typedAt = 0;
    this.line = null;
  }

  get lineInHand() {
    return this.line === document.activeElement ? this.line?.name : null;
  }

  /* What may be sent now. */
  ready() {
    const fields = this.read();
    if (this.lineInHand in fields) fields[this.lineInHand] = this.base[this.lineInHand];
    return fields;
  }

  get restsIn() {
    return this.typedAt + TYPING_PAUSE - Date.now();
  }

  get isReady() {
    if (!this.isWaiting) return false;
    if (this.sent !== null) return true;
    // What was refused is mended first: its sentence stays until the line is left.
    if (this.lineInHand && this.refused !== null) return false;
    return this.restsIn <= 0 && !same(this.ready(), this.base);
  }

  get isDirty() {
    return this.sent !== null || !same(this.read(), this.base);
  }

  get isWaiting() {
    if (this.rival || !this.isDirty) return false;
    return this.sent !== null || this.refused === null || !same(this.read(), this.refused);
  }

  get state() {
    if (this.rival) return "conflict";
    if (this.isUnderWay) return "saving";
    if (!this.isDirty) return "clean";
    return this.isWaiting ? "unsent" : "refused";
  }

  get storageKey() {
    return `${this.page.storagePrefix}${this.key}`;
  }

  keep() {
    if (!this.isDirty || this.page.isForgotten) return this.forget();
    const kept = {
      url: this.url, version: this.version, base: this.base, shown: this.shown, sent: this.sent, over: this.over, fields: this.read(),
      order: this.page.inOrder.indexOf(this), after: this.neighbour(-1)?.key ?? null,
    };
    // Where nothing can be kept, the page asks before it is left.
    this.page.isKept = store(this.storageKey, JSON.stringify(kept));
  }

  forget() {
    drop(this.storageKey);
  }

  restore(kept) {
    for (const control of this.controls()) if (control.name in kept.fields) put(control, kept.fields[control.name]);
    this.sent = kept.sent;
    this.over = kept.over ?? null;
    // With an older version the server answers 409, and what the page shows now is `theirs` then.
    this.version = kept.version;
    this.base = { ...this.base, ...kept.base };
    this.shown = { ...this.shown, ...kept.shown };
    this.keep();
  }

  /* The next row of the same list, up or down, that meets the wish. */
  neighbour(step, meets = () => true) {
    const side = step < 0 ? "previousElementSibling" : "nextElementSibling";
    for (let element = this.element[side]; element; element = element[side]) {
      const row = this.page.rows.get(element.dataset.autosaveRow);
      if (row && meets(row)) return row;
    }
    return null;
  }

  /* What goes with the fields. */
  circumstances() {
    const before = this.version === 0 && this.neighbour(1, (row) => row.version > 0)?.key;
    return { version: this.version, ...(before && { before }), ...(this.over && { over: this.over }) };
  }

  async send() {
    this.sent ??= this.ready();
    this.keep();
    this.isUnderWay = true;
    this.page.say();
    const answer = await this.page.post(this.url, { ...this.sent, ...this.circumstances() });
    this.isUnderWay = false;
    const sent = this.sent;
    if (answer.kind === "saved") this.settle(answer.data, sent);
    else if (answer.kind === "refused") this.refuse(answer.data, sent);
    else if (answer.kind === "stale") this.meet(answer.data);
    return answer.kind;
  }

  settle(data, sent) {
    this.sent = this.refused = this.rival = this.over = null;
    this.version = data.version;
    this.element.dataset.autosaveVersion = data.version;
    for (const control of this.controls()) {
      const name = control.name;
      if (!(name in sent)) continue;
      this.base[name] = sent[name];
      this.shown[name] = data.shown?.[name] ?? sent[name];
      // What was typed meanwhile stays; what is being typed is not touched under one's fingers.
      if (valueOf(control) === sent[name] && !isInHand(control)) this.polish(control);
    }
    this.clearWords();
    for (const [name, text] of Object.entries(data.notes ?? {})) this.speak(name, text, "note");
    this.keep();
    this.tell("saved", data);
  }

  /* Show a control's text as the server understood it. */
  polish(control) {
    const name = control.name;
    if (valueOf(control) !== this.base[name] || this.shown[name] === this.base[name]) return;
    put(control, this.shown[name]);
    this.base[name] = this.shown[name];
  }

  refuse(data, sent) {
    this.sent = null;
    this.refused = sent;
    this.clearWords();
    for (const [name, sentence] of Object.entries(data.errors ?? {})) this.speak(name, sentence + this.whatStands(name), "error");
    if (data.sentence) this.speak("", data.sentence, "error");
    this.keep();
    this.tell("refused", data);
  }

  /* What the record goes on saying while a line is refused. */
  whatStands(name) {
    const control = this.control(name);
    const words = document.querySelector("[data-autosave-stands]")?.dataset.autosaveStands;
    return words && control && isLine(control) && this.version > 0 && this.shown[name] ? ` · ${words} ${this.shown[name]}` : "";
  }

  /* Someone else was faster. Different fields: both changes stay. The same field: a person chooses. */
  meet(data) {
    this.sent = this.over = null;
    const mine = this.read();
    const names = this.controls().map((control) => control.name).filter((name) => name in data.theirs);
    const changedByThem = names.filter((name) => data.theirs[name] !== this.shown[name]);
    const changedByMe = names.filter((name) => mine[name] !== this.base[name]);
    const isWhole = (name) => this.control(name).hasAttribute("data-autosave-whole");
    const entire = changedByThem.some(isWhole) || (changedByMe.some(isWhole) && changedByThem.length > 0);
    const disputed = (entire ? [...new Set([...changedByMe, ...changedByThem])] : changedByMe.filter((name) => changedByThem.includes(name)))
      .filter((name) => mine[name] !== data.theirs[name]);
    for (const name of changedByThem) if (!changedByMe.includes(name) && !disputed.includes(name)) put(this.control(name), data.theirs[name]);
    if (disputed.length) {
      this.rival = { ...data, disputed };
      this.showConflict();
    } else this.adopt(data);
    this.keep();
    this.tell("stale", data);
  }

  adopt(data) {
    this.version = data.version;
    this.element.dataset.autosaveVersion = data.version;
    for (const [name, text] of Object.entries(data.theirs)) this.base[name] = this.shown[name] = text;
    this.rival = null;
  }

  choose(side) {
    const rival = this.rival;
    this.adopt(rival);
    if (side === "mine") this.over = rival.version;
    else for (const name of rival.disputed) put(this.control(name), rival.theirs[name]);
    this.clearWords();
    this.element.querySelector("[data-autosave-conflict-shown]")?.remove();
    this.keep();
    this.tell("chosen", { side });
    this.controls().find((control) => control.offsetParent)?.focus();
    this.page.soon(0);
  }

  showConflict() {
    const template = this.page.root.querySelector("template[data-autosave-conflict]");
    this.element.querySelector("[data-autosave-conflict-shown]")?.remove();
    if (!template) return;
    const panel = template.content.firstElementChild.cloneNode(true);
    panel.dataset.autosaveConflictShown = "";
    for (const slot of panel.querySelectorAll("[data-autosave-by]")) slot.textContent = this.rival.by;
    for (const slot of panel.querySelectorAll("[data-autosave-conflict-at]")) slot.textContent = this.rival.at;
    const pair = panel.querySelector("[data-autosave-pair]");
    const mine = this.read();
    for (const name of this.rival.disputed) {
      const shown = pair.cloneNode(true);
      const control = this.control(name);
      shown.querySelector("[data-autosave-field]").textContent = control.dataset.autosaveLabel ?? control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? name;
      shown.querySelector("[data-autosave-mine]").textContent = words(control, mine[name]);
      shown.querySelector("[data-autosave-theirs]").textContent = words(control, this.rival.theirs[name]);
      pair.before(shown);
    }
    pair.remove();
    panel.addEventListener("click", (event) => {
      const side = event.target.closest("[data-autosave-choose]")?.dataset.autosaveChoose;
      if (side) this.choose(side);
    });
    (this.element.querySelector("[data-autosave-slot]") ?? this.element).append(panel);
  }

  speak(name, text, kind) {
    let slot = this.element.querySelector(`[data-autosave-${kind}="${name}"]`);
    // What concerns a field that the page has not is said under the first one: no row is red without a word.
    const control = this.control(name) ?? (kind === "error" && !slot ? this.controls()[0] : undefined);
    if (!slot && control) {
      slot = document.createElement("p");
      slot.setAttribute(`data-autosave-${kind}`, name);
      slot.dataset.autosaveMade = "";
      slot.className = kind === "error" ? "invalid-feedback" : "understood-text";
      control.after(slot);
    }
    if (!slot) return;
    slot.textContent = text;
    slot.hidden = false;
    slot.id ||= `${kind}-${this.key}-${name}`;
    if (kind === "error") slot.setAttribute("role", "alert");
    else slot.setAttribute("aria-live", "polite");
    if (!control) return;
    control.setAttribute("aria-describedby", slot.id);
    if (kind === "error") {
      control.classList.add("is-invalid");
      control.setAttribute("aria-invalid", "true");
    }
  }

  clearWords() {
    for (const slot of this.element.querySelectorAll("[data-autosave-error], [data-autosave-note]")) {
      if ("autosaveMade" in slot.dataset) slot.remove();
      else {
        slot.hidden = true;
        slot.textContent = "";
      }
    }
    for (const control of this.controls()) {
      control.classList.remove("is-invalid");
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    }
  }

  /* Brings before one's eyes what has to be mended, chosen or waited for. */
  show() {
    const control =
      this.element.querySelector("[data-autosave-choose]") ??
      this.controls().find((one) => one.matches("[aria-invalid=true]")) ??
      this.controls().find((one) => one.offsetParent);
    control?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  }

  tell(what, detail) {
    this.element.dispatchEvent(new CustomEvent(`autosave:${what}`, { bubbles: true, detail }));
  }
}

function words(control, value) {
  if (control.type === "radio") return choices(control).find((choice) => choice.value === value)?.labels?.[0]?.textContent.trim() ?? (value || "–");
  if (control.tagName === "SELECT") return [...control.options].find((option) => option.value === value)?.textContent ?? value;
  if (control.type === "checkbox") return control.dataset[value ? "autosaveOn" : "autosaveOff"] ?? value;
  return value || "–";
}

class Page {
  constructor(root) {
    this.root = root;
    this.user = root.dataset.autosaveUser;
    this.storagePrefix = `${KEPT}${this.user}:${root.dataset.autosaveRecord}:`;
    this.rows = new Map();
    this.trouble = null; // offline, signed-out, other-person
    this.failures = 0;
    this.isKept = true;
    this.isForgotten = false; // the person is logging out
    this.sending = null; // the round that is under way
    this.hasStayed = false; // a link was not followed
    this.hasSaved = false;
    this.timer = null;
    for (const element of root.querySelectorAll("[data-autosave-row]")) this.add(element);
    this.listen();
    this.restore();
    this.say();
  }

  add(element) {
    const row = new Row(element, this);
    this.rows.set(row.key, row);
    element.dataset.autosaveIs = row.state;
    return row;
  }

  rowOf(target) {
    const element = target.closest?.("[data-autosave-row]");
    return element && this.rows.get(element.dataset.autosaveRow);
  }

  listen() {
    const { root } = this;
    root.addEventListener("autosave:add", (event) => this.add(event.target));
    root.addEventListener("autosave:now", (event) => {
      this.rowOf(event.target)?.leave();
      this.soon(0);
    });
    root.addEventListener("autosave:drop", (event) => {
      const row = this.rowOf(event.target);
      row?.forget();
      this.rows.delete(row?.key);
      this.say();
    });
    root.addEventListener("input", (event) => {
      const row = this.rowOf(event.target);
      if (!row) return;
      row.typeIn(event.target);
      row.keep();
      this.soon(this.trouble ? null : Math.max(0, row.restsIn));
      this.say();
    });
    root.addEventListener("focusout", (event) => {
      const row = this.rowOf(event.target);
      // Where the window was left and not the field, the field is still in hand.
      if (!row || event.target === document.activeElement) return;
      row.leave();
      if (event.target.name) row.polish(event.target);
      if (row.isWaiting) this.soon(this.trouble ? null : 0);
    });
    // A plain submit, for pages without script, would post one row; with script the rows are on their way already.
    root.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-autosave-row]")) return;
      event.preventDefault();
      this.rowOf(event.target)?.leave();
      this.soon(0);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-autosave-first]");
      if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.follow(link, event);
      if (event.target.closest("[data-autosave-go]")) this.unsaved.find((row) => !row.isWaiting)?.show();
    });
    document.addEventListener("autosave:forgotten", () => {
      this.isForgotten = true;
    });
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => this.unsent && this.stop("offline"));
    window.addEventListener("focus", () => this.trouble && this.again());
    document.addEventListener("visibilitychange", () => {
      const isLeft = document.visibilityState === "hidden";
      if (isLeft) for (const row of this.rows.values()) row.typedAt = 0;
      if (isLeft ? this.unsent : this.trouble) this.again();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.unsent && !this.isKept) event.preventDefault();
    });
  }

  restore() {
    const kept = keysOf(this.storagePrefix)
      .map((key) => [key.slice(this.storagePrefix.length), draft(key)])
      .filter(([, row]) => row);
    // The browser keeps them in any order.
    for (const [key, row] of kept.sort(([, one], [, other]) => one.order - other.order)) {
      if (!this.rows.has(key)) {
        const event = new CustomEvent("autosave:restore", { bubbles: true, cancelable: true, detail: { key, ...row } });
        this.root.dispatchEvent(event);
      }
      this.rows.get(key)?.restore(row);
    }
    if (kept.length) this.soon(0);
  }

  get inOrder() {
    return [...this.root.querySelectorAll("[data-autosave-row]")].map((element) => this.rows.get(element.dataset.autosaveRow)).filter(Boolean);
  }

  get unsent() {
    return this.inOrder.filter((row) => row.isWaiting || row.isUnderWay).length;
  }

  soon(delay) {
    clearTimeout(this.timer);
    if (delay === null) delay = RETRIES[Math.min(this.failures, RETRIES.length) - 1] ?? WHILE_SIGNED_OUT;
    this.timer = setTimeout(() => this.send(), delay);
  }

  again() {
    this.failures = 0;
    this.soon(0);
  }

  stop(trouble) {
    this.trouble = trouble;
    this.say();
  }

  /* Everything that is ready; a row that is being typed in later. */
  send() {
    return (this.sending ??= this.sendReady().finally(() => {
      this.sending = null;
      this.say();
    }));
  }

  async sendReady() {
    for (let row; (row = this.inOrder.find((one) => one.isReady)); ) {
      const outcome = await row.send();
      if (["offline", "signed-out", "other-person"].includes(outcome)) {
        this.failures += 1;
        this.stop(outcome);
        if (outcome !== "other-person") this.soon(outcome === "offline" ? null : WHILE_SIGNED_OUT);
        return;
      }
      this.failures = 0;
      this.trouble = null;
      this.hasSaved ||= outcome === "saved";
    }
    this.trouble = this.unsent ? this.trouble : null;
    const rests = this.inOrder.filter((row) => row.isWaiting).map((row) => row.restsIn).filter((rest) => rest > 0);
    if (rests.length) this.soon(Math.min(...rests));
  }

  get unsaved() {
    return this.inOrder.filter((row) => row.isDirty);
  }

  /* A link to what is made of the rows: first they are all saved, or the page says which is not. */
  async follow(link, event) {
    if (!this.unsaved.length) return;
    event.preventDefault();
    for (const row of this.rows.values()) row.leave();
    await this.sending; // it may have been made up before they were left
    await this.send();
    const [first] = this.unsaved;
    if (!first) return location.assign(link.href);
    this.hasStayed = true;
    this.say();
    first.show();
  }

  async post(url, fields) {
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { "X-CSRFToken": cookie("csrftoken") ?? "", "X-Autosave-User": this.user, Accept: "application/json" },
        redirect: "manual",
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return { kind: "offline" };
    }
    if (response.type === "opaqueredirect" || response.status === 401) return { kind: "signed-out" };
    const data = await response.json().catch(() => null);
    if (response.status === 403) return { kind: data?.refused === "other-person" ? "other-person" : data?.sentence ? "refused" : "signed-out", data };
    if (!data) return response.status >= 500 ? { kind: "offline" } : { kind: "refused", data: {} };
    if (response.ok) return { kind: "saved", data };
    return { kind: response.status === 409 ? "stale" : response.status >= 500 ? "offline" : "refused", data };
  }

  get state() {
    if (this.trouble && this.unsent) return this.trouble;
    const states = this.inOrder.map((row) => row.state);
    for (const state of ["conflict", "saving", "refused"]) if (states.includes(state)) return state;
    return this.hasSaved && !states.includes("unsent") ? "saved" : "idle";
  }

  say() {
    const state = this.state;
    const unsent = this.unsent;
    for (const row of this.rows.values()) row.element.dataset.autosaveIs = row.state;
    for (const place of document.querySelectorAll("[data-autosave-state]")) {
      place.dataset.autosaveState = state;
      const count = place.querySelector("[data-autosave-unsent]");
      if (count) {
        count.hidden = !unsent || state === "saving";
        count.querySelector("[data-autosave-count]").textContent = unsent;
      }
      if (state === "saved" && this.savedAt) place.querySelector("[data-autosave-at]").textContent = this.savedAt;
    }
    for (const place of document.querySelectorAll("[data-autosave-say]")) place.hidden = !place.dataset.autosaveSay.split(" ").includes(state);
    const left = this.unsaved.length;
    this.hasStayed &&= left > 0;
    for (const place of document.querySelectorAll("[data-autosave-stay]")) {
      place.hidden = !this.hasStayed;
      place.querySelector("[data-autosave-left]").textContent = left;
    }
  }
}

for (const root of document.querySelectorAll("[data-autosave]")) {
  // The root remembers, so that a module loaded under two addresses still sends everything once.
  if (root.autosave) continue;
  root.addEventListener("autosave:saved", (event) => {
    if (event.detail?.at) root.autosave.savedAt = event.detail.at;
  });
  // The page's other modules hang themselves on it first: rows that are put back may need them.
  const begin = () => (root.autosave ??= new Page(root));
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
}
