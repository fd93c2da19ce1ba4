import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRecords, guessDelimiter, parseCsv, sampleRecords } from "./csv.ts";
import { expectLinear } from "./linear-time.test-support.ts";

const cells = (text: string, delimiter?: string) => parseCsv(text, delimiter).map((record) => record.cells);

test.each([
  ["a,b\nc,d"],
  ["a,b\r\nc,d\r\n"],
  ["a,b\rc,d"],
  ["\ufeffa,b\n\n\nc,d\n"],
  ["a;b\nc;d"],
  ["a\tb\nc\td"],
  ["a|b\nc|d"],
  ['"a","b"\n"c","d"'],
  [' "a" , "b" \n "c" ,"d"'],
])("%j has two rows of two cells", (text) => {
  expect(cells(text).map((row) => row.map((cell) => cell.trim()))).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("a quoted cell may hold delimiters, quotes and line ends, and later line numbers count them", () => {
  const records = parseCsv('name,note\n"Lovelace, Ada","says ""hi""\r\nand\nleaves"\nGrace,', ",");
  expect(records.map((record) => record.cells)).toEqual([
    ["name", "note"],
    ["Lovelace, Ada", 'says "hi"\r\nand\nleaves'],
    ["Grace", ""],
  ]);
  expect(records.map(({ line, endLine }) => [line, endLine])).toEqual([
    [1, 1],
    [2, 4],
    [5, 5],
  ]);
});

test("a quote that is never closed costs its own line and is reported there", () => {
  const records = parseCsv('a,b\n"Ada,x\nGrace,y\n"Alan",z', ",");
  expect(records.map((record) => record.cells)).toEqual([
    ["a", "b"],
    ['"Ada', "x"],
    ["Grace", "y"],
    ["Alan", "z"],
  ]);
  expect(records.map((record) => record.broken)).toEqual([false, true, false, false]);
});

test("text after a closing quote is kept and reported", () => {
  expect(parseCsv('"Ada" Lovelace,x', ",")).toMatchObject([{ cells: ['"Ada" Lovelace', "x"], broken: true }]);
});

test("a quote inside an ordinary cell is an ordinary character", () => {
  expect(parseCsv('Ada "Countess" Lovelace,x', ",")).toMatchObject([{ cells: ['Ada "Countess" Lovelace', "x"], broken: false }]);
});

test("the delimiter that cuts rows alike wins", () => {
  expect(guessDelimiter("a;b,c;d\n1;2;3\n4;5;6")).toBe(";");
  expect(guessDelimiter("a\tb,c\n1\t2,3")).toBe("\t");
  expect(guessDelimiter("no delimiter at all")).toBe(",");
});

test("a sample of a long text does not hold half a record", () => {
  const row = `${"x".repeat(9_000)},end\n`;
  expect(sampleRecords(row.repeat(20), ",").every((record) => record.cells[1] === "end")).toBe(true);
});

test("whatever the text, its records are its lines in order and nothing is left out", () => {
  const text = fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", " ", "a", "b") });
  fc.assert(
    fc.property(text, (source) => {
      const records = [...csvRecords(source, ",")];
      const kept = records.map((record) => record.source).join("");
      expect(kept.replace(/\s/g, "")).toBe(source.replace(/\s/g, ""));
      expect(records.every((record, index) => record.line > (records[index - 1]?.endLine ?? 0))).toBe(true);
      expect(records.every((record) => record.endLine >= record.line)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["plain", "Ada,ada@example.org,2\n"],
  ["opening quotes", '"'],
  ["unclosed lines", '"Ada,x\n'],
  ["even runs of quotes", 'a,""a\n'],
  ["odd runs of quotes", '"""a,\n'],
  ["quoted line ends", '"\n'],
  ["spaces", " "],
  ["delimiters", ","],
])("time grows with the length of the text: %s", (_, unit) => {
  expectLinear(unit, (text) => parseCsv(text, ","));
});

test("an open quote before many even runs is searched for once", () => {
  expectLinear('a,""\n', (text) => parseCsv(`"${text}`, ","));
});
