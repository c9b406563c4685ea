/* What a page has to send, and what has become of it. No document, no network, no clock: whoever calls says what was
   typed, what was answered and what time it is. An Entry is one row; the Outbox is all rows of a page, in its order.

   An entry's states
     clean      the server has all that stands in the row
     unsent     it has not, and the row waits for its turn
     saving     the row is under way
     refused    the server does not take what stands there; it is sent again once it was changed
     conflict   another person was faster, and somebody has to choose
     unmatched  saved, but words that a list does not have are still to be chosen for, or left out */

export const TYPING_PAUSE = 2_500; // prose that rests so long is sent
const RETRIES = [2_000, 5_000, 10_000, 30_000];
const WHILE_SIGNED_OUT = 15_000;
const TROUBLES = ["offline", "signed-out", "other-person"];

/* Returns whether two sets of fields hold the same text. A field that one of them has not is empty there. */
export function same(one, other) {
  for (const name in one) if ((one[name] ?? "") !== (other[name] ?? "")) return false;
  for (const name in other) if (!(name in one) && (other[name] ?? "") !== "") return false;
  return true;
}

/* Two people wrote into one row. Returns {take, disputed}: `take`, their texts for the fields that only they changed;
   `disputed`, the names of the fields that both changed, and differently. Where one of the `whole` fields (taken out)
   was changed by either, it concerns every field that was changed. */
export function merge({ base, shown, mine, theirs, whole = [] }) {
  const names = Object.keys(mine).filter((name) => name in theirs);
  const byThem = names.filter((name) => theirs[name] !== (shown[name] ?? ""));
  const byMe = names.filter((name) => mine[name] !== (base[name] ?? ""));
  const isWhole = (name) => whole.includes(name);
  const isEntire = byThem.some(isWhole) || (byMe.some(isWhole) && byThem.length > 0);
  const inQuestion = isEntire ? [...new Set([...byMe, ...byThem])] : byMe.filter((name) => byThem.includes(name));
  const disputed = inQuestion.filter((name) => mine[name] !== theirs[name]);
  const taken = byThem.filter((name) => !byMe.includes(name) && !disputed.includes(name));
  return { take: Object.fromEntries(taken.map((name) => [name, theirs[name]])), disputed };
}

/* Returns whether a draft holds text that the server has not. Otherwise it only keeps words that match no list. */
export const isUnsent = (draft) => (draft.sent ?? null) !== null || !same(draft.fields, draft.base);

export class Entry {
  /* `fields` is what stands in the row, `base` what stood there when the page came, `whole` the fields that concern the
     whole row. */
  constructor({ key, url, version = 0, fields, base = fields, whole = [] }) {
    this.key = key;
    this.url = url;
    this.version = version;
    this.whole = whole;
    this.fields = { ...fields };
    this.base = { ...base }; // the last text that both sides know, as it was typed
    this.shown = { ...base }; // the same, as the server writes it
    this.sent = null; // sent and not yet answered
    this.refused = null; // what was answered: not like this
    this.rival = null; // the answer of a conflict that nobody has settled yet
    this.over = null; // the version that one's own text was chosen over
    this.unmatched = {}; // field → words that its list does not have
    this.isUnderWay = false;
    this.held = null; // the name of a line that is being written: half of one may mean something else
    this.typedAt = 0;
    this.onChange = () => {};
    this.compare();
  }

  /* Compares once after each change; everything else reads the result. */
  compare() {
    this.isDirty = this.sent !== null || !same(this.fields, this.base);
    const isNews = this.sent !== null || this.refused === null || !same(this.fields, this.refused);
    this.isWaiting = this.isDirty && this.rival === null && isNews;
  }

  changed() {
    this.compare();
    this.onChange(this);
  }

  get isTakenOut() {
    return this.whole.some((name) => this.fields[name]);
  }

  get hasUnmatched() {
    return !this.isTakenOut && Object.keys(this.unmatched).length > 0;
  }

  /* Whether nothing of the row needs a person or the network any more. */
  get isSettled() {
    return !this.isDirty && !this.hasUnmatched;
  }

  get state() {
    if (this.rival) return "conflict";
    if (this.isUnderWay) return "saving";
    if (!this.isDirty) return this.hasUnmatched ? "unmatched" : "clean";
    return this.isWaiting ? "unsent" : "refused";
  }

  /* Takes what stands in the row now. */
  write(fields) {
    this.fields = { ...fields };
    for (const name of Object.keys(this.unmatched)) if (this.fields[name]) delete this.unmatched[name];
    this.changed();
  }

  /* Somebody types: in a line, which waits until it is left, or in prose, which waits for a pause. */
  type({ line = null, at = 0 }) {
    if (line) this.held = line;
    else this.typedAt = at;
  }

  leave() {
    this.held = null;
    this.typedAt = 0;
  }

  /* Remembers words that the list of a field does not have. They stay until choose(). */
  wonder(unmatched) {
    this.unmatched = { ...unmatched };
    this.changed();
  }

  /* Somebody has chosen for a field, or left it empty. */
  choose(name) {
    delete this.unmatched[name];
    this.changed();
  }

  restsIn(now) {
    return Math.max(0, this.typedAt + TYPING_PAUSE - now);
  }

  /* Returns what may be sent: all that stands there, but of a line in hand what was saved before. */
  ready() {
    return this.held in this.fields ? { ...this.fields, [this.held]: this.base[this.held] ?? "" } : { ...this.fields };
  }

  isReady(now) {
    if (!this.isWaiting || this.isUnderWay) return false;
    if (this.sent !== null) return true;
    // What was refused is mended first: its sentence stays until the line is left.
    if (this.held && this.refused !== null) return false;
    return this.restsIn(now) === 0 && !same(this.ready(), this.base);
  }

  /* Begins to send. Returns the fields: what was sent and not answered goes again letter for letter. */
  begin() {
    this.sent ??= this.ready();
    this.isUnderWay = true;
    this.changed();
    return this.sent;
  }

  /* No answer came. What was sent stays to be sent again. */
  miss() {
    this.isUnderWay = false;
    this.changed();
  }

  /* The server has it. Returns {name: text}, the fields to be shown as the server writes them; not the one in hand. */
  settle({ version, shown = {} }, inHand = null) {
    const sent = this.sent;
    this.isUnderWay = false;
    this.sent = this.refused = this.rival = this.over = null;
    this.version = version;
    this.base = { ...sent };
    this.shown = Object.fromEntries(Object.entries(sent).map(([name, text]) => [name, shown?.[name] ?? text]));
    const put = {};
    for (const name of Object.keys(sent)) if (name !== inHand) Object.assign(put, this.polish(name));
    this.changed();
    return put;
  }

  /* Returns {name: text} where a field still holds what was saved, and the server writes that differently. */
  polish(name) {
    const shown = this.shown[name];
    if (!(name in this.fields) || this.fields[name] !== this.base[name] || shown === this.base[name]) return {};
    this.base[name] = this.fields[name] = shown;
    this.compare();
    return { [name]: shown };
  }

  /* The server does not take it. */
  refuse() {
    this.isUnderWay = false;
    this.refused = this.sent;
    this.sent = null;
    this.changed();
  }

  /* Another person was faster. Returns {take, disputed} as merge() does; with nothing disputed the row goes again. */
  meet(answer) {
    this.isUnderWay = false;
    this.sent = this.over = null;
    const { take, disputed } = merge({ ...this, mine: this.fields, theirs: answer.theirs });
    Object.assign(this.fields, take);
    if (disputed.length) this.rival = { ...answer, disputed };
    else this.adopt(answer);
    this.changed();
    return { take, disputed };
  }

  adopt({ version, theirs }) {
    this.version = version;
    Object.assign(this.base, theirs);
    Object.assign(this.shown, theirs);
    this.rival = null;
  }

  /* Somebody chose a side of the conflict. Returns {name: text}, what is to be put into the row's fields. */
  decide(side) {
    const rival = this.rival;
    this.adopt(rival);
    const put = side === "mine" ? {} : Object.fromEntries(rival.disputed.map((name) => [name, rival.theirs[name]]));
    if (side === "mine") this.over = rival.version;
    Object.assign(this.fields, put);
    this.changed();
    return put;
  }

  /* Returns what has to be kept in the browser so that nothing is lost. */
  draft() {
    const { url, version, base, shown, sent, over, fields, unmatched } = this;
    return { url, version, base, shown, sent, over, fields, unmatched };
  }

  /* Takes back what was kept. With an older version the server answers 409, and what the page shows now is theirs. Of
     a draft that was saved only the words that match no list come back, where nobody has chosen since. */
  restore(kept) {
    const words = Object.entries(kept.unmatched ?? {}).filter(([name]) => isUnsent(kept) || !this.fields[name]);
    this.unmatched = Object.fromEntries(words);
    if (!isUnsent(kept)) return this.changed();
    for (const name of Object.keys(kept.fields)) if (name in this.fields) this.fields[name] = kept.fields[name];
    this.sent = kept.sent ?? null;
    this.over = kept.over ?? null;
    this.version = kept.version;
    Object.assign(this.base, kept.base);
    Object.assign(this.shown, kept.shown);
    this.changed();
  }
}

export class Outbox {
  /* `onChange(entry)` is called after each change of an entry. */
  constructor(onChange = () => {}) {
    this.entries = new Map();
    this.order = [];
    this.onChange = onChange;
    this.counted = new Map(); // entry → the state under which it is counted
    this.tally = {};
    this.trouble = null; // one of TROUBLES: why nothing goes at the moment
    this.failures = 0;
    this.hasSaved = false;
  }

  /* Adds an entry at a place, counted from 0; at the end if none is given. */
  add(entry, at = this.order.length) {
    this.entries.set(entry.key, entry);
    this.order.splice(at, 0, entry);
    entry.onChange = () => this.changed(entry);
    this.changed(entry);
  }

  drop(key) {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.onChange = () => {};
    this.entries.delete(key);
    this.order.splice(this.order.indexOf(entry), 1);
    this.count(entry, null);
  }

  position(key) {
    return this.order.indexOf(this.entries.get(key));
  }

  changed(entry) {
    this.count(entry, entry.state);
    this.onChange(entry);
  }

  count(entry, state) {
    const before = this.counted.get(entry);
    if (before === state) return;
    if (before) this.tally[before] -= 1;
    if (state) {
      this.tally[state] = (this.tally[state] ?? 0) + 1;
      this.counted.set(entry, state);
    } else this.counted.delete(entry);
  }

  has(state) {
    return this.tally[state] > 0;
  }

  /* How many rows wait or are under way. */
  get unsent() {
    return (this.tally.unsent ?? 0) + (this.tally.saving ?? 0);
  }

  /* How many rows still need a person or the network. */
  get unsettledCount() {
    return this.order.length - (this.tally.clean ?? 0);
  }

  /* Returns the entries that still need a person or the network, in the order of the page. */
  get unsettled() {
    return this.unsettledCount ? this.order.filter((entry) => !entry.isSettled) : [];
  }

  /* Returns the first entry that may be sent now, if there is one. */
  next(now) {
    return this.unsent ? this.order.find((entry) => entry.isReady(now)) : undefined;
  }

  /* Returns in how many milliseconds the next resting row may be sent, or null if none rests. */
  restsIn(now) {
    const rests = this.unsent ? this.order.filter((entry) => entry.isWaiting).map((entry) => entry.restsIn(now)) : [];
    const later = rests.filter((rest) => rest > 0);
    return later.length ? Math.min(...later) : null;
  }

  /* Takes what became of one request: an answer's kind, or one of TROUBLES. Returns whether the next one may go. */
  went(kind) {
    if (TROUBLES.includes(kind)) {
      this.failures += 1;
      this.trouble = kind;
      return false;
    }
    this.failures = 0;
    this.trouble = null;
    this.hasSaved ||= kind === "saved";
    return true;
  }

  /* Returns after how many milliseconds to try again; null: only when the person comes back. */
  get retryIn() {
    if (this.trouble === "other-person") return null;
    if (this.trouble === "signed-out") return WHILE_SIGNED_OUT;
    return RETRIES[Math.min(this.failures, RETRIES.length) - 1] ?? WHILE_SIGNED_OUT;
  }

  /* The one state of the whole page: what matters most of its rows. */
  get state() {
    if (this.trouble && this.unsent) return this.trouble;
    for (const state of ["conflict", "saving", "refused", "unmatched"]) if (this.has(state)) return state;
    return this.hasSaved && !this.has("unsent") ? "saved" : "idle";
  }
}
