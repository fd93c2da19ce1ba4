import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, guardFormulas, writeCsv } from "./csv-export.ts";
import { parseCsv } from "./csv.ts";
import { expectLinear } from "./linear-time.test-support.ts";

/** What a spreadsheet program takes for the start of a formula, once it has dropped spaces and quotes. */
const TRIGGER = /^["\s\0\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const CONTROL = /^[" ]*[\t\r\0]/;

const hostile = fc.string({
  unit: fc.constantFrom(..."=+-@\t\r\n\0 \"',;|a1", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u200b", "\u00a0"),
});
const anything = fc.oneof(fc.string({ unit: "binary" }), hostile);
const anyRows = fc.array(fc.array(anything, { minLength: 1 }));

test("lines are RFC 4180: quoted, quotes doubled, CRLF", () => {
  expect(csvLine(["Ada", 'says "hi"', null, 3, -2])).toBe('"Ada","says ""hi""","","3","-2"\r\n');
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t'=1"],
  ["\rx", "'\rx"],
  ["\0x", "'\0x"],
  ['"=1', `'"=1`],
  ["  =1", "'  =1"],
  ["＝1", "'＝1"],
  ["x;=1", "x;'=1"],
  ["x\n=1", "x\n'=1"],
  ["x\r\n=1", "x\r\n'=1"],
])("%j is written as %j", (cell, expected) => {
  expect(guardFormulas(cell)).toBe(expected);
});

test.each(["Ada", "ada@example.org", "a-b", "Yes, +1 please", "1=1", "two\n\nlines", "two\r\n\r\nlines", "a\tb"])(
  "%j is left as it is",
  (cell) => {
    expect(guardFormulas(cell)).toBe(cell);
  },
);

test("what was written is read back, apart from the guards", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      expect(parseCsv(writeCsv(rows), ",").map((record) => record.cells)).toEqual(rows.map((row) => row.map(guardFormulas)));
    }),
  );
});

test.each([",", ";", "\t"])("no cell starts a formula for a program that splits at %j", (delimiter) => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      for (const { cells } of parseCsv(writeCsv(rows), delimiter)) {
        for (const cell of cells) expect(cell).not.toMatch(TRIGGER);
        if (delimiter === ",") for (const cell of cells) expect(cell).not.toMatch(CONTROL);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("control: without the guard the same check finds formulas", () => {
  const unguarded = parseCsv('"=1+1"\r\n', ",").flatMap((record) => record.cells);
  expect(unguarded.some((cell) => TRIGGER.test(cell))).toBe(true);
});

test.each([" ", "\n", "=", "\r\n=", '"', "a"])("time grows with the length of the cell: %j", (unit) => {
  expectLinear(unit, guardFormulas);
});
