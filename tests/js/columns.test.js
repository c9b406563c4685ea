import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cellsOf, optionFor, understand } from "../../static/js/saving/columns.js";

const AREAS = [
  { value: "1", name: "กายภาพ" },
  { value: "2", name: "สังคม" },
];
const TABLE = {
  start: "title",
  headings: {
    title: ["ข้อเสนอ", "ความต้องการ", "ปัญหา/ความต้องการ", "ปัญหา"],
    detail: ["รายละเอียด", "หมายเหตุ"],
    place: ["สถานที่"],
    requested_amount: ["งบประมาณ"],
    area: ["ด้าน"],
    "": ["ลำดับ"],
  },
  text: ["title", "detail", "place"],
  lists: { area: AREAS },
  numbers: ["requested_amount", "votes"],
};
const fieldsOf = (text) => understand(cellsOf(text), TABLE).fields;

test("a cell in quotes may have line breaks and quotes; a quote within a text is text", () => {
  assert.deepEqual(cellsOf('"ขอเต็นท์\nสองหลัง"\t5\n"สวน" ข้างวัด\t"a ""b"""'), [
    ["ขอเต็นท์\nสองหลัง", "5"],
    ['"สวน" ข้างวัด', 'a "b"'],
  ]);
});

test("headings of problems and needs are titles, however they are joined", () => {
  assert.deepEqual(fieldsOf("ลำดับ\tปัญหา/ความต้องการ\tงบประมาณ (บาท)\n1\tน้ำท่วมซอย\t5"), ["", "title", "requested_amount"]);
  assert.deepEqual(fieldsOf("ปัญหา / ความต้องการ\tด้าน\nน้ำท่วมซอย\tสังคม"), ["title", "area"]);
});

test("of two headings that may be the title the need is it, and the problem tells more", () => {
  assert.deepEqual(fieldsOf("ปัญหา\tความต้องการ\nน้ำท่วม\tขุดลอกคลอง"), ["detail", "title"]);
});

test("under headings without a title the column with most text is the proposal", () => {
  const text = "ลำดับ\tสิ่งที่ชุมชนอยากได้\tงบประมาณ\tผู้แจ้ง\n1\tติดตั้งไฟส่องสว่างในซอย 5\t120,000\tสมชาย\n2\tขุดลอกคลองหลังวัด\t90,000\tสมหญิง";

  assert.deepEqual(fieldsOf(text), ["", "title", "requested_amount", undefined]);
});

test("a column of numbers is never the proposal", () => {
  assert.deepEqual(fieldsOf("งบประมาณ\tด้าน\tเลขที่หนังสือ\n1\tสังคม\t256600000000000001"), [
    "requested_amount",
    "area",
    undefined,
  ]);
});

test("without headings lists and numbers are known by their content, and the longest text is the proposal", () => {
  assert.deepEqual(fieldsOf("1\tวัดใหม่\tติดไฟส่องสว่างริมทางเดิน\t120,000\tสังคม\n2\tซอย 5\tขุดลอกคลอง\t2 ล้าน\tกายภาพ"), [
    "",
    "detail",
    "title",
    "requested_amount",
    "area",
  ]);
});

test("one column goes into the field that it was pasted into", () => {
  assert.deepEqual(understand(cellsOf("5\n7"), { ...TABLE, start: "votes" }).fields, ["votes"]);
});

test("an option is meant by its name or by the only near one", () => {
  assert.equal(optionFor(AREAS, "ด้านสังคม")?.value, "2");
  assert.equal(optionFor(AREAS, "กายภาพและสิ่งแวดล้อม")?.value, "1");
  assert.equal(optionFor(AREAS, "ชาวต่างดาว"), undefined);
});

/* The same cases are tried on bkkplan/ground/core/spreadsheets/columns.py. */
const VECTORS = JSON.parse(readFileSync(new URL("columns.json", import.meta.url), "utf8"));

for (const { text, are } of VECTORS.cells) {
  test(`cells of ${JSON.stringify(text)}`, () => assert.deepEqual(cellsOf(text), are));
}

for (const { text, means } of VECTORS.words) {
  test(`the word ${text}`, () => assert.equal(optionFor(VECTORS.known.lists.area, text)?.value ?? null, means));
}

for (const { name, text, fields, rows } of VECTORS.tables) {
  test(name, () => {
    const found = understand(cellsOf(text), { ...VECTORS.known, start: "title" });

    assert.deepEqual(found.fields.map((field) => field ?? null), fields);
    assert.equal(found.rows.length, rows);
  });
}
