/* Which column of a pasted block is which field. No document: the table's lists and words are given.

   bkkplan/ground/core/spreadsheets/columns.py does the same for lists that are handed in; both are tried with tests/js/columns.json:
   a rule that changes here changes there. */

const THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const NUMBER = /^[฿]?\s*[0-9๐-๙][0-9๐-๙,. ]*\s*(?:ร้อย|พัน|หมื่น|แสน|ล้าน)*\s*(?:บาท|บ\.|\.-|-)?(?:ถ้วน)?$/;
const MONEY = /[,฿]|บาท|บ\.|\.-|พัน|หมื่น|แสน|ล้าน/;
const LONGEST_TITLE = 300;
const SHORTEST_PREFIX = 4;

/* Returns a heading or a list's word without what people write differently each time. */
export const plain = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s.()/\p{Cf}]+/gu, "")
    .replace(/^(ด้าน|แขวง)(?=.)/, "");

/* The same with Thai digits as others: a code that is typed in either means one thing. */
const plainDigits = (text) => plain(text).replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit));

/* Returns the rows of cells of tab-separated text, as spreadsheets copy it: a cell with a line break or a quote stands
   in quotes. */
export function cellsOf(text) {
  const rows = [];
  let row = [];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/\r\n?/g, "\n");
  for (let i = 0; i < source.length; i += 1) {
    const letter = source[i];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (source[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "" && closes(source, i + 1)) isQuoted = true;
    else if (letter === "\t" || letter === "\n") {
      row.push(cell.trim());
      cell = "";
      if (letter === "\n") {
        rows.push(row);
        row = [];
      }
    } else cell += letter;
  }
  row.push(cell.trim());
  rows.push(row);
  return rows.filter((one) => one.some(Boolean));
}

/* Returns whether a quote is closed at a cell's end: only then it opens a cell. “"สวน" ข้างวัด” is just text. */
function closes(source, from) {
  for (let i = from; i < source.length; i += 1) {
    if (source[i] !== '"') continue;
    if (source[i + 1] === '"') i += 1;
    else return i + 1 === source.length || source[i + 1] === "\t" || source[i + 1] === "\n";
  }
  return false;
}

/* Returns the option of a list ({value, name, others}) that a text means, or undefined: one of its names, or the only
   name near. */
export function optionFor(options, text) {
  const wanted = plainDigits(text);
  const names = options.map((option) => plainDigits(option.name));
  let at = options.findIndex((option, index) => names[index] === wanted || option.others?.some((other) => plainDigits(other) === wanted));
  if (at < 0 && wanted.length >= 3) {
    const isNear = (name) => name.startsWith(wanted) || wanted.startsWith(name) || name.includes(wanted);
    const near = names.flatMap((name, index) => (isNear(name) ? [index] : []));
    if (near.length === 1) [at] = near;
  }
  return options[at];
}

/* Returns what a heading is known as: itself, itself without what stands in brackets, or the longest that it begins
   with, which ranks below that heading itself. */
function headingOf(text, known) {
  const key = plain(text);
  const exact = known.get(key) ?? known.get(plain(text.replace(/\(.*?\)/g, "")));
  if (exact) return exact;
  const begun = [...known.keys()].filter(
    (heading) => heading.length >= SHORTEST_PREFIX && key.startsWith(heading) && known.get(heading).name !== "",
  );
  const longest = known.get(begun.sort((one, other) => other.length - one.length)[0]);
  return longest && { name: longest.name, rank: longest.rank + 0.5 };
}

/* Returns the fields of the columns by their headings, or null if the first row is no heading. A field is a name, ""
   for a column that is meant to be left out (the number), undefined for one that is not known. */
function byHeadings(first, headings) {
  const known = new Map(
    Object.entries(headings).flatMap(([name, all]) => all.map((heading, rank) => [plain(heading), { name, rank }])),
  );
  const found = first.map((text) => headingOf(text, known));
  const fields = found.map((one) => one?.name);
  if (!fields.includes("title") && fields.filter((name) => name !== undefined).length < 2) return null;
  // Of several headings that may be the title, the best one is; the others tell more about it.
  const titles = found.flatMap((one, at) => (one?.name === "title" ? [{ at, rank: one.rank }] : []));
  titles.sort((one, other) => one.rank - other.rank);
  for (const { at } of titles.slice(1)) fields[at] = "detail";
  return fields;
}

/* Returns the texts of each column that are not empty. */
function columnsOf(rows, atLeast = 0) {
  const width = Math.max(atLeast, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? "").filter(Boolean));
}

const lengthOf = (texts) => texts.reduce((sum, text) => sum + text.length, 0);
const mostly = (texts, test) => texts.length > 0 && texts.filter(test).length >= texts.length * 0.6;

/* Returns which of some columns holds the proposals, or -1: the one with most text, if its cells may be titles. */
function titleAmong(columns, among) {
  const isProse = (texts) => lengthOf(texts) / texts.length <= LONGEST_TITLE && !mostly(texts, (cell) => NUMBER.test(cell));
  const fits = among.filter((at) => columns[at]?.length && isProse(columns[at]));
  return fits.sort((one, other) => lengthOf(columns[other]) - lengthOf(columns[one]))[0] ?? -1;
}

const isCounting = (texts) =>
  texts.length > 1 &&
  texts.every((text, at) => Number(text.replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit))) === at + 1);

/* Returns the fields of the columns by what stands in them. `lists` is {field: options}, `text` the fields of prose. */
function byContent(columns, { lists, text, numbers }) {
  const fields = columns.map(() => undefined);
  const firstFree = (test) => fields.findIndex((name, at) => name === undefined && mostly(columns[at], test));
  if (columns.length && isCounting(columns[0])) fields[0] = "";
  for (const [name, options] of Object.entries(lists)) {
    const at = firstFree((cell) => optionFor(options, cell));
    if (at >= 0) fields[at] = name;
  }
  for (const name of numbers) {
    const at = firstFree((cell) => NUMBER.test(cell));
    if (at >= 0) fields[at] = name;
  }
  const free = fields.flatMap((name, at) => (name === undefined && columns[at].length ? [at] : []));
  const title = text.includes("title") ? titleAmong(columns, free) : -1;
  if (title >= 0) fields[title] = "title";
  const rest = text.filter((name) => !fields.includes(name));
  for (const at of free) if (fields[at] === undefined) fields[at] = rest.shift();
  return fields;
}

/* Returns whether a first row that nobody knows is one of headings: it has no number, and numbers stand below. */
function areHeadings(cells) {
  const [first, ...rest] = cells;
  if (rest.length < 2 || first.some((text) => NUMBER.test(text))) return false;
  const columns = columnsOf(rest, first.length);
  return first.some((text, at) => text && mostly(columns[at], (cell) => NUMBER.test(cell)));
}

/* Returns {fields, heads, rows}: the field of each column, the headings if the block has any, and the other rows.
   `start` is the field that it was pasted into, which a single column goes to. */
export function understand(cells, { start, headings, ...table }) {
  const fields = byHeadings(cells[0], headings);
  if (!fields) {
    const columns = columnsOf(cells);
    if (columns.length === 1) return { fields: [start], heads: null, rows: cells };
    if (!areHeadings(cells)) return { fields: byContent(columns, table), heads: null, rows: cells };
    return { fields: byContent(columnsOf(cells.slice(1), columns.length), table), heads: cells[0], rows: cells.slice(1) };
  }
  const rows = cells.slice(1);
  if (!fields.includes("title") && rows.length && table.text.includes("title")) {
    // Rows without a title are no proposals: one of the columns of prose, or of those not known, holds them.
    const isOpen = (name) => name === undefined || table.text.includes(name);
    const at = titleAmong(columnsOf(rows), fields.flatMap((name, column) => (isOpen(name) ? [column] : [])));
    if (at >= 0) fields[at] = "title";
  }
  const [amount] = table.numbers;
  if (amount !== undefined && !fields.includes(amount)) {
    const columns = columnsOf(rows, fields.length);
    const at = fields.findIndex(
      (name, column) => name === undefined && mostly(columns[column], (cell) => NUMBER.test(cell) && MONEY.test(cell)),
    );
    if (at >= 0) fields[at] = amount;
  }
  return { fields, heads: cells[0], rows };
}
