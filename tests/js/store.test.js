import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts, forgetPerson, hasDrafts } from "../../static/js/saving/store.js";

/* A storage as browsers have it: names are its properties, and it takes only so many. */
class Storage {
  #room;
  constructor(room = Infinity) {
    this.#room = room;
  }
  setItem(name, text) {
    if (!(name in this) && Object.keys(this).length >= this.#room) throw new Error("full");
    this[name] = text;
  }
  getItem(name) {
    return this[name] ?? null;
  }
  removeItem(name) {
    delete this[name];
  }
}

test("a draft is found again under its person and record, and under no other", () => {
  const storage = new Storage();
  new Drafts("7", "forum-1", storage).keep("a", { fields: { title: "x" } });

  assert.deepEqual(new Drafts("7", "forum-1", storage).get("a"), { fields: { title: "x" } });
  assert.equal(new Drafts("8", "forum-1", storage).get("a"), null);
  assert.equal(new Drafts("7", "forum-12", storage).get("a"), null);
  assert.deepEqual(new Drafts("7", "forum-12", storage).all(), []);
});

test("drafts come back in the order of their page, and broken ones are passed over", () => {
  const storage = new Storage();
  const drafts = new Drafts("1", "r", storage);
  drafts.keep("late", { fields: {}, order: 10 });
  drafts.keep("early", { fields: {}, order: 9 });
  storage.setItem(`${drafts.prefix}broken`, "{");

  assert.deepEqual(
    drafts.all().map(([name]) => name),
    ["early", "late"],
  );
});

test("a full or forbidden storage is told, and breaks nothing", () => {
  assert.equal(new Drafts("1", "r", new Storage(0)).keep("a", {}), false);
  const without = new Drafts("1", "r", null);
  assert.equal(without.keep("a", {}), false);
  assert.equal(without.get("a"), null);
  without.forget("a");
  assert.deepEqual(without.all(), []);
});

test("a person who logs out leaves nothing, and the open page keeps nothing anew", () => {
  const storage = new Storage();
  const [mine, others] = [new Drafts("20", "r", storage), new Drafts("2", "r", storage)];
  mine.keep("a", { fields: {} });
  others.keep("a", { fields: {} });

  forgetPerson("20", storage);
  mine.keep("b", { fields: {} });

  assert.ok(!hasDrafts("20", storage));
  assert.ok(hasDrafts("2", storage));
});
