import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Announcer } from "../../static/js/saving/announcer.js";
import { kindOf } from "../../static/js/saving/transport.js";

test("what happens within a moment is one announcement, with the last word on each topic", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const announcer = new Announcer((text) => said.push(text));

  announcer.say("act", "นำออกแล้ว:\n  ขอพัดลม");
  announcer.say("saving", "กำลังบันทึก");
  mock.timers.tick(900);
  announcer.say("saving", "บันทึกแล้ว 10.05");
  mock.timers.tick(900);
  assert.deepEqual(said, []);
  mock.timers.tick(100);

  assert.deepEqual(said, ["นำออกแล้ว: ขอพัดลม · บันทึกแล้ว 10.05"]);
  mock.timers.tick(60_000);
  assert.deepEqual(said.slice(1), [""]);
  mock.timers.reset();
});

test("what is not true any more is not said", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const announcer = new Announcer((text) => said.push(text));

  announcer.say("saving", "บันทึกแล้ว");
  announcer.hush("saving");
  mock.timers.tick(60_000);

  assert.deepEqual(said, []);
  mock.timers.reset();
});

test("an answer's kind", () => {
  const kinds = [
    [{ status: 200, data: { version: 1 } }, "saved"],
    [{ status: 422, data: { errors: {} } }, "refused"],
    [{ status: 409, data: { theirs: {} } }, "stale"],
    [{ status: 403, data: { refused: "other-person", sentence: "…" } }, "other-person"],
    [{ status: 403, data: { sentence: "ไม่มีสิทธิ" } }, "refused"],
    [{ status: 403, data: null }, "signed-out"],
    [{ status: 0, isRedirect: true, data: null }, "signed-out"],
    [{ status: 401, data: null }, "signed-out"],
    [{ status: 404, data: null }, "refused"],
    [{ status: 502, data: null }, "offline"],
    [{ status: 503, data: { any: 1 } }, "offline"],
  ];
  for (const [answer, kind] of kinds) assert.equal(kindOf(answer), kind, JSON.stringify(answer));
});
