/* Where a person's unsent text lies in this browser. Nothing else in these scripts touches localStorage.

   Each text has a place: the person, the record (a forum, a plan; "form" for plain forms) and a name (a row, a form's
   address). It is removed when the server has it, when the person throws it away, and when the person logs out. */

const PREFIX = "bkkplan:unsent:";
const leaving = new Set(); // people who are logging out: a page that is still open must not keep their text anew

/* Returns the browser's storage, or null where it is forbidden: then nothing is kept, and the pages work without. */
function browserStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/* Returns the names of everything in a storage that begin so. */
function namesIn(storage, prefix) {
  try {
    return Object.keys(storage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

/* The unsent texts of one person in one record. */
export class Drafts {
  constructor(person, record, storage = browserStorage()) {
    this.person = String(person);
    this.prefix = `${PREFIX}${person}:${record}:`;
    this.storage = storage;
  }

  /* Keeps a draft under its name. Returns whether it is kept: a storage may be full or forbidden. */
  keep(name, draft) {
    if (leaving.has(this.person)) return true;
    try {
      this.storage.setItem(this.prefix + name, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  /* Returns the draft kept under a name, or null. */
  get(name) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  /* Removes the draft kept under a name, if there is one. */
  forget(name) {
    try {
      this.storage.removeItem(this.prefix + name);
    } catch {
      /* nothing was kept there */
    }
  }

  /* Returns [name, draft] of all that is kept, in the order that the drafts have in their page. */
  all() {
    return namesIn(this.storage, this.prefix)
      .map((key) => key.slice(this.prefix.length))
      .map((name) => [name, this.get(name)])
      .filter(([, draft]) => draft?.fields)
      .sort(([, one], [, other]) => (one.order ?? 0) - (other.order ?? 0));
  }
}

/* Returns whether this browser keeps any unsent text of a person. */
export const hasDrafts = (person, storage = browserStorage()) => namesIn(storage, `${PREFIX}${person}:`).length > 0;

/* Removes all unsent text of a person; from now on this page keeps no more of it. */
export function forgetPerson(person, storage = browserStorage()) {
  leaving.add(String(person));
  for (const name of namesIn(storage, `${PREFIX}${person}:`)) storage.removeItem(name);
}
