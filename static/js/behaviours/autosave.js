/* Rows that save themselves.

   A row is any element with named controls in it: a line of a table, a card, a whole block of a form. Radio buttons
   count as one control; a row that has them is a <form> of its own, so that those of two rows do not exclude each other.

     <section data-autosave data-autosave-user="7" data-autosave-record="plan-12">
       <p data-autosave-say="signed-out" hidden>… <a target="_blank" href="/accounts/login/">…</a></p>
       <tr data-autosave-row="UUID or name" data-autosave-url="/…/" data-autosave-version="3"> <input name="title"> … </tr>
       <template data-autosave-conflict>…</template>
     </section>

   Each row is posted to its address, form-encoded, with `version`, the X-CSRFToken of the cookie of that moment and
   X-Autosave-User, the person the page was made for. bkkplan.ground.core.pages.autosave is the other half and answers

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
   - Words that a list does not have (autosave:filled) are kept like unsent text, and shown in the row by the
     template [data-autosave-unmatched] until somebody chooses from the list or leaves them out.
   - a[data-autosave-first] is followed once every row is saved; otherwise the page stays, at the row that is not.

   Events (all bubble). Dispatch on a row: `autosave:add` once it stands in the page; `autosave:drop` before a row that
   was never saved is taken out; `autosave:moved` once it stands elsewhere; `autosave:filled` once a script has written
   into it, with detail {unmatched: {field: words}} for words that its lists do not have; `autosave:now` to send at once. Listen on
   a row: `autosave:saved`, `autosave:refused`, `autosave:stale` with the answer as detail; on the root: `autosave:restore` {key, url, fields} for a kept row that is
   not in the page: make its element, and call preventDefault().

   Said in the page: [data-autosave-state] (the autosave component) gets idle, saving, saved, offline, refused, conflict,
   unmatched, signed-out or other-person; [data-autosave-at] the time; [data-autosave-count] the number of unsent rows, inside
   [data-autosave-unsent]; [data-autosave-say="STATE …"] is shown in these states; [data-autosave-go] goes to the row that
   has to be mended; [data-autosave-stay] says, with [data-autosave-left] rows, why a link was not followed;
   data-autosave-stands are the words before what is saved, under a line that was refused. Errors and notes stand in the row's
   [data-autosave-error="FIELD"] and [data-autosave-note="FIELD"], or right after the control. A row has
   data-autosave-is="clean|unsent|saving|refused|conflict|unmatched". What is said aloud goes through saving/announcer.js.

   The parts: saving/outbox.js (what waits, and what became of it), saving/store.js (what is kept in the browser),
   saving/row.js (a row's controls and words), saving/transport.js (the request). This module ties them to the page. An
   event costs as much as the row that it concerns: the other rows are not read. */

import { announce, hush } from "../saving/announcer.js";
import { Outbox, isUnsent } from "../saving/outbox.js";
import { Row } from "../saving/row.js";
import { Drafts } from "../saving/store.js";
import { post } from "../saving/transport.js";

// These are said where they stand, by an alert under the field or over the page.
const SAID_ELSEWHERE = ["refused", "conflict", "signed-out", "other-person"];

/* Changes an element's text, if it is another one: what stays the same is not drawn again. */
function write(place, text) {
  if (place.textContent !== String(text)) place.textContent = text;
}

class Page {
  constructor(root) {
    this.root = root;
    this.user = root.dataset.autosaveUser;
    this.drafts = new Drafts(this.user, root.dataset.autosaveRecord);
    this.outbox = new Outbox((entry) => this.changed(entry));
    this.rows = new Map(); // key → Row
    this.isKept = true; // whether the browser keeps what is unsent
    this.sending = null; // the round that is under way
    this.hasStayed = false; // a link was not followed
    this.isToSay = false; // once, after all changes of a moment
    this.savedAt = "";
    this.timer = null;
    this.places = Object.fromEntries(
      ["state", "say", "stay"].map((what) => [what, [...document.querySelectorAll(`[data-autosave-${what}]`)]]),
    );
    for (const element of root.querySelectorAll("[data-autosave-row]")) this.add(element);
    this.listen();
    this.listenToTheBrowser();
    this.restore();
    this.say();
  }

  add(element) {
    const row = new Row(element, this);
    this.rows.set(row.entry.key, row);
    this.outbox.add(row.entry, this.placeOf(element));
  }

  /* Returns how many rows stand before an element. */
  placeOf(element) {
    const rows = this.outbox.order;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.rows.get(rows[middle].key).element;
      if (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  drop(row) {
    this.drafts.forget(row.entry.key);
    this.outbox.drop(row.entry.key);
    this.rows.delete(row.entry.key);
    this.say();
  }

  move(row) {
    const { entry } = row;
    this.outbox.drop(entry.key);
    this.outbox.add(entry, this.placeOf(row.element));
  }

  rowOf(target) {
    const element = target.closest?.("[data-autosave-row]");
    return element && this.rows.get(element.dataset.autosaveRow);
  }

  /* Returns a copy of one of the page's templates, or null. */
  copyOf(name) {
    const template = this.root.querySelector(`template[data-autosave-${name}]`);
    return template?.content.firstElementChild.cloneNode(true) ?? null;
  }

  /* Calls `heard(row, event)` for an event in one of the rows. */
  on(name, heard) {
    this.root.addEventListener(name, (event) => {
      const row = this.rowOf(event.target);
      if (row) heard(row, event);
    });
  }

  listen() {
    this.root.addEventListener("autosave:add", (event) => this.add(event.target));
    this.on("autosave:drop", (row) => this.drop(row));
    this.on("autosave:moved", (row) => this.move(row));
    this.on("autosave:now", (row) => {
      row.entry.leave();
      this.soon(0);
    });
    this.on("autosave:filled", (row, event) => {
      row.look();
      if (event.detail?.unmatched) {
        row.entry.wonder(event.detail.unmatched);
        row.showUnmatched();
      }
      row.keep();
      this.later(row);
    });
    this.on("input", (row, event) => {
      row.typeIn(event.target);
      row.keep();
      this.later(row);
    });
    this.on("focusout", (row, event) => {
      // Where the window was left and not the field, the field is still in hand.
      if (event.target === document.activeElement) return;
      row.entry.leave();
      row.polish(event.target);
      if (row.entry.isWaiting) this.later(row);
    });
    // A plain submit, for pages without script, would post one row; with script the rows are on their way already.
    this.on("submit", (row, event) => {
      if (event.target !== row.element) return;
      event.preventDefault();
      row.entry.leave();
      this.soon(0);
    });
    this.on("autosave:saved", (row, event) => {
      if (event.detail?.at) this.savedAt = event.detail.at;
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-autosave-first]");
      const isPlain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (link && isPlain) this.follow(link, event);
      if (event.target.closest("[data-autosave-go]")) this.goToWhatNeedsAPerson();
    });
  }

  listenToTheBrowser() {
    const { outbox } = this;
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => outbox.unsent && this.stop("offline"));
    window.addEventListener("focus", () => outbox.trouble && this.again());
    document.addEventListener("visibilitychange", () => {
      const isLeft = document.visibilityState === "hidden";
      if (isLeft) for (const entry of outbox.order) entry.typedAt = 0;
      if (isLeft ? outbox.unsent : outbox.trouble) this.again();
    });
    // The browser may have put text back into the fields by itself.
    window.addEventListener("pageshow", () => {
      for (const row of this.rows.values()) row.look();
      if (outbox.unsent) this.soon(0);
    });
    window.addEventListener("beforeunload", (event) => {
      if (outbox.unsent && !this.isKept) event.preventDefault();
    });
  }

  /* Puts back what this browser kept, and sends it. */
  restore() {
    const kept = this.drafts.all();
    for (const [key, draft] of kept) {
      if (!this.rows.has(key) && !isUnsent(draft)) this.drafts.forget(key);
      else if (!this.rows.has(key)) {
        const detail = { key, ...draft };
        this.root.dispatchEvent(new CustomEvent("autosave:restore", { bubbles: true, cancelable: true, detail }));
      }
      this.rows.get(key)?.restore(draft);
    }
    if (kept.length) this.soon(0);
  }

  soon(delay) {
    clearTimeout(this.timer);
    if (delay !== null) this.timer = setTimeout(() => this.send(), delay);
  }

  /* Sends once a row has come to rest; while something is wrong, when it is tried again anyway. */
  later(row) {
    const { outbox } = this;
    this.soon(outbox.trouble ? (outbox.retryIn ?? 0) : row.entry.restsIn(Date.now()));
  }

  again() {
    this.outbox.failures = 0;
    this.soon(0);
  }

  stop(trouble) {
    this.outbox.trouble = trouble;
    this.say();
    this.announceState();
  }

  /* Sends everything that is ready, one row after the other; a row that is being typed in later. */
  send() {
    return (this.sending ??= this.sendReady().finally(() => {
      this.sending = null;
      this.say();
      this.announceState();
    }));
  }

  async sendReady() {
    const { outbox } = this;
    for (let entry; (entry = outbox.next(Date.now())); ) {
      if (!outbox.went(await this.rows.get(entry.key).send())) return this.soon(outbox.retryIn);
    }
    if (!outbox.unsent) outbox.trouble = null;
    const rest = outbox.restsIn(Date.now());
    if (rest !== null) this.soon(rest);
  }

  post(url, fields) {
    return post(url, fields, this.user);
  }

  /* A link to what is made of the rows: first they are all saved, or the page says which is not. */
  async follow(link, event) {
    for (const row of this.rows.values()) row.look();
    if (!this.outbox.unsettledCount) return;
    event.preventDefault();
    for (const entry of this.outbox.order) entry.leave();
    await this.sending; // it may have been made up before they were left
    await this.send();
    const [first] = this.outbox.unsettled;
    if (!first) return location.assign(link.href);
    this.hasStayed = true;
    this.say();
    for (const place of this.places.stay) announce("stay", place.textContent);
    this.rows.get(first.key).show();
  }

  goToWhatNeedsAPerson() {
    // A row that is just being sent again may be the one: a press of the button always leads somewhere.
    const { unsettled } = this.outbox;
    const entry = unsettled.find(({ isWaiting }) => !isWaiting) ?? unsettled[0];
    if (entry) this.rows.get(entry.key).show();
  }

  changed(entry) {
    const { element } = this.rows.get(entry.key) ?? {};
    if (element && element.dataset.autosaveIs !== entry.state) element.dataset.autosaveIs = entry.state;
    if (this.isToSay) return;
    this.isToSay = true;
    queueMicrotask(() => this.say());
  }

  /* Shows the state of the whole page. Counts come from the outbox, so that no row is read. */
  say() {
    this.isToSay = false;
    const { state, unsent, unsettledCount } = this.outbox;
    for (const place of this.places.state) {
      if (place.dataset.autosaveState !== state) place.dataset.autosaveState = state;
      const count = place.querySelector("[data-autosave-unsent]");
      if (count) {
        count.hidden = !unsent || state === "saving";
        write(count.querySelector("[data-autosave-count]"), unsent);
      }
      if (state === "saved" && this.savedAt) write(place.querySelector("[data-autosave-at]"), this.savedAt);
    }
    for (const place of this.places.say) {
      const states = place.dataset.autosaveSay.split(" ");
      // While another row is on its way, the button that leads to a row stays under the finger that presses it.
      const leads = "autosaveGo" in place.dataset && states.some((one) => this.outbox.has(one));
      place.hidden = !leads && !states.includes(state);
    }
    this.hasStayed &&= unsettledCount > 0;
    for (const place of this.places.stay) {
      place.hidden = !this.hasStayed;
      write(place.querySelector("[data-autosave-left]"), unsettledCount);
    }
  }

  /* Says aloud what became of the last round. */
  announceState() {
    const { state } = this.outbox;
    if (state === "idle" || state === "saving") return;
    const words = this.places.state[0]?.querySelector(`.autosave-${state}`)?.textContent;
    if (words && !SAID_ELSEWHERE.includes(state)) announce("saving", words);
    else hush("saving");
  }

  announce(text) {
    announce("note", text);
  }
}

for (const root of document.querySelectorAll("[data-autosave]")) {
  // The root remembers, so that a module loaded under two addresses still sends everything once.
  if (root.autosave) continue;
  // The page's other modules hang themselves on it first: rows that are put back may need them.
  const begin = () => (root.autosave ??= new Page(root));
  if (document.readyState === "complete") begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
}
