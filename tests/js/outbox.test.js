// What a page has to send, and what becomes of it: no browser needed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Entry, Outbox, TYPING_PAUSE, merge, same } from "../../static/js/saving/outbox.js";

const entry = (key, fields, more = {}) => new Entry({ key, url: `/${key}/`, fields, ...more });

function outboxOf(...entries) {
  const outbox = new Outbox();
  for (const one of entries) outbox.add(one);
  return outbox;
}

const NOW = 1_000_000;

test("a field that is not there is an empty one", () => {
  assert.ok(same({ title: "" }, {}));
  assert.ok(!same({}, { title: "x" }));
});

test("a row that holds only what it came with is not sent", () => {
  const outbox = outboxOf(entry("a", { title: "" }));

  assert.equal(outbox.next(NOW), undefined);
  assert.equal(outbox.state, "idle");
});

test("rows go in the order of the page and not in that of their writing", () => {
  const outbox = outboxOf(entry("a", { title: "" }), entry("c", { title: "" }));
  outbox.entries.get("c").write({ title: "third" });
  outbox.add(entry("b", { title: "second" }, { base: {} }), 1);
  outbox.entries.get("a").write({ title: "first" });

  const sent = [];
  for (let next; (next = outbox.next(NOW)); ) {
    next.begin();
    next.settle({ version: 1 });
    sent.push(next.key);
  }

  assert.deepEqual(sent, ["a", "b", "c"]);
});

test("a row that was moved goes when its new place comes", () => {
  const outbox = outboxOf(entry("a", { title: "1" }, { base: {} }), entry("b", { title: "2" }, { base: {} }));

  const row = outbox.entries.get("b");
  outbox.drop("b");
  outbox.add(row, 0);

  assert.equal(outbox.next(NOW).key, "b");
  assert.equal(outbox.position("a"), 1);
});

test("prose goes after a pause, and at once when it was left", () => {
  const row = entry("a", { title: "" });
  const outbox = outboxOf(row);
  row.type({ at: NOW });
  row.write({ title: "half a sen" });

  assert.equal(outbox.next(NOW + TYPING_PAUSE - 1), undefined);
  assert.equal(outbox.restsIn(NOW + 500), TYPING_PAUSE - 500);
  assert.equal(outbox.next(NOW + TYPING_PAUSE), row);
  row.leave();
  assert.equal(outbox.next(NOW), row);
});

test("of a line in hand nothing goes, and what stands beside it goes without it", () => {
  const row = entry("a", { title: "", amount: "10" });
  const outbox = outboxOf(row);
  row.type({ line: "amount" });
  row.write({ title: "", amount: "1.5" });
  assert.equal(outbox.next(NOW), undefined);

  row.write({ title: "pavement", amount: "1.5" });

  assert.deepEqual(outbox.next(NOW).begin(), { title: "pavement", amount: "10" });
});

test("what was sent and not answered goes again letter for letter before anything newer", () => {
  const row = entry("a", { title: "" });
  const outbox = outboxOf(row);
  row.write({ title: "first" });
  row.begin();
  row.miss();
  assert.equal(outbox.went("offline"), false);
  row.write({ title: "second" });

  assert.deepEqual(outbox.next(NOW).begin(), { title: "first" });
  row.settle({ version: 1 });
  assert.deepEqual(outbox.next(NOW).begin(), { title: "second" });
});

test("a row under way is not sent a second time", () => {
  const row = entry("a", { title: "x" }, { base: {} });
  const outbox = outboxOf(row);
  row.begin();

  assert.equal(outbox.next(NOW), undefined);
  assert.equal(outbox.unsent, 1);
});

test("what was typed meanwhile stays, what was sent is shown as the server writes it, and the field in hand waits", () => {
  const row = entry("a", { amount: "1.5 แสน", votes: "๒", title: "" });
  row.base = { amount: "", votes: "", title: "" };
  row.compare();
  row.begin();
  row.write({ amount: "1.5 แสน", votes: "๒", title: "typed meanwhile" });

  const put = row.settle({ version: 1, shown: { amount: "150,000", votes: "2", title: "" } }, "votes");

  assert.deepEqual(put, { amount: "150,000" });
  assert.equal(row.fields.title, "typed meanwhile");
  assert.equal(row.state, "unsent");
  assert.deepEqual(row.polish("votes"), { votes: "2" });
});

test("a line that was taken out of a row while it was saved leaves nothing to send for ever", () => {
  const row = entry("a", { "line-1-item": "sand", "line-2-item": "stone" }, { base: {} });
  row.begin();
  row.settle({ version: 1 });
  row.write({ "line-1-item": "sand" });
  row.begin();
  row.settle({ version: 2 });

  assert.equal(row.state, "clean");
});

test("what was refused waits until it is changed, and is mended before it goes", () => {
  const row = entry("a", { amount: "" });
  const outbox = outboxOf(row);
  row.write({ amount: "much" });
  row.begin();
  row.refuse();
  assert.equal(outbox.state, "refused");
  assert.equal(outbox.next(NOW), undefined);

  row.type({ line: "amount" });
  row.write({ amount: "1" });
  assert.equal(outbox.next(NOW), undefined);
  row.leave();

  assert.equal(outbox.next(NOW), row);
});

test("merge: what only one of two people changed is kept of both", () => {
  const base = { title: "old", votes: "" };

  const { take, disputed } = merge({
    base,
    shown: base,
    mine: { title: "old", votes: "24" },
    theirs: { title: "new", votes: "" },
  });

  assert.deepEqual([take, disputed], [{ title: "new" }, []]);
});

test("merge: the same field changed alike is no dispute, changed differently it is", () => {
  const base = { title: "old", votes: "1" };

  const { take, disputed } = merge({
    base,
    shown: base,
    mine: { title: "mine", votes: "2" },
    theirs: { title: "theirs", votes: "2" },
  });

  assert.deepEqual([take, disputed], [{}, ["title"]]);
});

test("merge: taking out concerns every field that the other changed", () => {
  const base = { title: "old", removed: "" };

  const { take, disputed } = merge({
    base,
    shown: base,
    mine: { title: "old", removed: "on" },
    theirs: { title: "new", removed: "" },
    whole: ["removed"],
  });

  assert.deepEqual([take, disputed], [{}, ["removed", "title"]]);
});

test("a conflict waits for a person, and one's own text then says which version it takes the place of", () => {
  const row = entry("a", { title: "old" }, { version: 3 });
  const outbox = outboxOf(row);
  row.write({ title: "mine" });
  row.begin();
  row.meet({ version: 4, theirs: { title: "theirs" } });
  assert.equal(outbox.state, "conflict");
  assert.equal(outbox.next(NOW), undefined);

  row.decide("mine");

  assert.equal(outbox.next(NOW), row);
  assert.deepEqual([row.version, row.over, row.fields], [4, 4, { title: "mine" }]);
});

test("choosing the other's text leaves nothing to send", () => {
  const row = entry("a", { title: "old" }, { version: 3 });
  row.write({ title: "mine" });
  row.begin();
  row.meet({ version: 4, theirs: { title: "theirs" } });

  assert.deepEqual(row.decide("theirs"), { title: "theirs" });
  assert.deepEqual([row.state, row.over], ["clean", null]);
});

test("a draft that comes back is sent as it was, under the version that it was written over", () => {
  const row = entry("a", { title: "old" }, { version: 3 });
  row.write({ title: "kept" });
  const draft = JSON.parse(JSON.stringify(row.draft()));

  const again = entry("a", { title: "newer" }, { version: 5 });
  again.restore(draft);

  assert.equal(again.state, "unsent");
  assert.deepEqual([again.version, again.begin()], [3, { title: "kept" }]);
});

test("words that a list has not stay through saving and reloading until somebody chooses", () => {
  const row = entry("a", { title: "x", sector: "" }, { base: {} });
  const outbox = outboxOf(row);
  row.wonder({ sector: "ชาวต่างดาว" });
  row.begin();
  row.settle({ version: 1 });
  outbox.went("saved");
  assert.equal(outbox.state, "unmatched");
  assert.deepEqual(outbox.unsettled, [row]);

  const again = entry("a", { title: "x", sector: "" }, { version: 1 });
  again.restore(JSON.parse(JSON.stringify(row.draft())));
  assert.equal(again.state, "unmatched");
  again.write({ title: "x", sector: "3" });
  assert.deepEqual(again.unmatched, {});
  row.choose("sector");
  assert.equal(outbox.state, "saved");
});

test("of a saved row only the words come back, and not where somebody has chosen since", () => {
  const row = entry("a", { title: "x", sector: "", area: "" }, { version: 1 });
  row.wonder({ sector: "ชาวต่างดาว", area: "อวกาศ" });
  const draft = JSON.parse(JSON.stringify(row.draft()));

  const again = entry("a", { title: "mended elsewhere", sector: "3", area: "" }, { version: 2 });
  again.restore(draft);

  assert.deepEqual(again.fields, { title: "mended elsewhere", sector: "3", area: "" });
  assert.deepEqual([again.version, again.unmatched, again.state], [2, { area: "อวกาศ" }, "unmatched"]);
});

test("words of a row that was taken out trouble nobody", () => {
  const row = entry("a", { title: "x", removed: "on" }, { whole: ["removed"] });
  row.wonder({ sector: "?" });

  assert.ok(row.isSettled);
});

test("it is tried again after longer and longer, and not at all for another person", () => {
  const outbox = outboxOf(entry("a", { title: "x" }, { base: {} }));
  const waits = [1, 2, 3, 4, 5].map(() => outbox.went("offline") || outbox.retryIn);
  assert.deepEqual(waits, [2_000, 5_000, 10_000, 30_000, 30_000]);
  assert.equal(outbox.state, "offline");

  outbox.went("signed-out");
  assert.equal(outbox.retryIn, 15_000);
  outbox.went("other-person");
  assert.equal(outbox.retryIn, null);
  outbox.went("saved");
  assert.equal(outbox.trouble, null);
});

test("the counts follow each change, and a row that is dropped is counted no more", () => {
  const [one, two] = [entry("a", { title: "" }), entry("b", { title: "" })];
  const outbox = outboxOf(one, two);
  one.write({ title: "x" });
  two.write({ title: "y" });
  assert.deepEqual([outbox.unsent, outbox.unsettledCount], [2, 2]);

  outbox.drop("a");
  two.write({ title: "" });

  assert.deepEqual([outbox.unsent, outbox.unsettledCount, outbox.position("b")], [0, 0, 0]);
});

test("an event reads the row that it concerns and no other", () => {
  let reads = 0;
  const watched = (fields) =>
    new Proxy(fields, { get: (target, name) => ((reads += 1), target[name]) });
  const outbox = outboxOf(...Array.from({ length: 500 }, (_, at) => entry(`row-${at}`, { title: "", votes: "" })));
  for (const one of outbox.order) {
    one.fields = watched(one.fields);
    one.base = watched(one.base);
  }
  reads = 0;

  outbox.order[7].write({ title: "typed", votes: "" });
  assert.deepEqual([outbox.state, outbox.unsent, outbox.unsettledCount], ["idle", 1, 1]);
  outbox.next(NOW);

  assert.ok(reads < 20, `${reads} fields were read`);
});
