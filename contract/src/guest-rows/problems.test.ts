import { expect, test } from "vitest";
import { isStopped, MAX_GUEST_ROWS, MAX_PASTE_BYTES, parseGuests, problemsFirst } from "../guest-rows.ts";
import type { RowProblem } from "./row.ts";

function problemsOf(text: string): RowProblem[][] {
  return parseGuests(text).rows.map((row) => row.problems);
}

test.each<[string, RowProblem[]]>([
  ["Ada <ada@example.org>", []],
  ["Ada", [{ code: "no_email" }]],
  ["ada@example.org", [{ code: "name_from_email" }]],
  ["Ada <ada@example>", [{ code: "email_invalid", text: "ada@example" }]],
  ["ada@", [{ code: "name_from_email" }, { code: "email_invalid", text: "ada@" }]],
  ["---", [{ code: "name_missing" }, { code: "no_email" }]],
  ["+2", [{ code: "name_missing" }, { code: "no_email" }]],
  ["x".repeat(81), [{ code: "name_too_long", length: 81, max: 80 }, { code: "no_email" }]],
  ["Ada <ada@example.org> +11", [{ code: "party_too_large", asked: 11, max: 10 }]],
  ["Ada <ada@example.org> +49 170 1234567", [{ code: "phone_left_out", text: "+49 170 1234567" }]],
  ["Agent 007 <ada@example.org>", []],
  ['Ada "Lovelace <ada@example.org>', [{ code: "row_broken", reason: "quotes" }]],
])("%j has these problems", (text, problems) => {
  expect(problemsOf(text)).toEqual([problems]);
});

test.each<[string, RowProblem[]]>([
  ["Ada,ada@example.org,two friends", [{ code: "party_unreadable", text: "two friends" }]],
  ["Ada,ada@example.org,99", [{ code: "party_too_large", asked: 99, max: 10 }]],
  ["Ada,030 123456,1", [{ code: "email_invalid", text: "030 123456" }]],
  ["Ada,-,1", [{ code: "no_email" }]],
  ["Lovelace, Ada,ada@example.org,1", [{ code: "row_broken", reason: "cells" }]],
  ['"Ada,ada@example.org,1', [{ code: "row_broken", reason: "quotes" }]],
])("under headings, %j has these problems", (line, problems) => {
  expect(problemsOf(`Name,E-mail,Plus ones\n${line}`)).toEqual([problems]);
});

test("a row with more cells than columns still offers its name and address", () => {
  const [row] = parseGuests("Name,E-mail\nLovelace, Ada,ada@example.org").rows;
  expect(row).toMatchObject({ name: "Ada Lovelace", email: "ada@example.org" });
});

test("the same address again is a duplicate however it is written, and points at the first", () => {
  const { rows, summary } = parseGuests("Ada <ada@example.org>\nGrace\nA. Lovelace <ADA@Example.org>");
  expect(rows[2]).toMatchObject({ duplicateOf: 1, problems: [{ code: "duplicate_in_list", row: 0 }] });
  expect(rows[0]).toMatchObject({ duplicateOf: null, problems: [] });
  expect(summary).toEqual({ rows: 3, ready: 2, withEmail: 2, problems: { no_email: 1, duplicate_in_list: 1 } });
});

test("two at one address whose names differ by a vowel sign are two guests", () => {
  const { rows, summary } = parseGuests("मीना शर्मा <family@example.org>\nमोना शर्मा <family@example.org>");
  expect(rows[1]).toMatchObject({ duplicateOf: null, problems: [{ code: "shared_address" }] });
  expect(summary).toMatchObject({ ready: 2 });
});

test("the same name again is only a remark, and none where addresses differ", () => {
  expect(problemsOf("Ada\nada <ada@example.org>")[1]).toEqual([{ code: "name_repeated", row: 0 }]);
  expect(problemsOf("Ada <a@example.org>\nAda <b@example.org>")[1]).toEqual([]);
});

test("rows that need a decision come first, then remarks, each in the order of the text", () => {
  const { rows } = parseGuests("Ada <ada@example.org>\nGrace\nAlan <alan@>\nKurt\nEmmy <@>");
  expect(problemsFirst(rows).map((row) => row.name)).toEqual(["Alan", "Emmy", "Grace", "Kurt", "Ada"]);
  expect(rows.filter(isStopped).map((row) => row.line)).toEqual([3, 5]);
});

test("10,000 rows are read; the rest is returned so that it can be pasted as it is", () => {
  const line = (number: number) => `Guest ${number},guest${number}@example.org\n`;
  const lines = Array.from({ length: MAX_GUEST_ROWS + 5 }, (_, index) => line(index)).join("");
  const first = parseGuests(`Name,E-mail\n${lines}`);
  expect(first.rows).toHaveLength(MAX_GUEST_ROWS);
  expect(first.unread?.line).toBe(MAX_GUEST_ROWS + 2);
  const second = parseGuests(first.unread?.source ?? "");
  expect(second.rows.map((row) => row.name)).toEqual([0, 1, 2, 3, 4].map((index) => `Guest ${MAX_GUEST_ROWS + index}`));
  expect(second.unread).toBeNull();
});

test("10,000 rows exactly leave nothing unread", () => {
  expect(parseGuests("Ada\n".repeat(MAX_GUEST_ROWS))).toMatchObject({ unread: null, tooLarge: false });
  expect(parseGuests("Ada,".repeat(MAX_GUEST_ROWS + 2)).unread).toMatchObject({ line: 1, source: "Ada,Ada," });
});

test("a text of more bytes than the limit is refused as a whole", () => {
  expect(parseGuests("ü".repeat(MAX_PASTE_BYTES / 2))).toMatchObject({ tooLarge: false });
  expect(parseGuests(`${"ü".repeat(MAX_PASTE_BYTES / 2)}x`)).toMatchObject({ tooLarge: true, rows: [] });
});

test.each(["", "  \n\n", "\ufeff", ",,,\n;;\n", "Name,E-mail\n,\n,,,"])("%j holds nobody", (text) => {
  expect(parseGuests(text)).toMatchObject({ rows: [], unread: null, tooLarge: false });
});
