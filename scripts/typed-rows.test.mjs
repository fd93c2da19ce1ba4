import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./surroundings.mjs";

/** The types that a row's type may be composed of: generated table types, and those derived from them. */
const DERIVED = ["Columns", "Renamed", "Outer", "NotNull", "Narrowed", "Computed"];
const OF_TABLES = ["EventRow", "GuestRow", "HostRow", "MessageRow", "PhotoRow", "BulletinRow", "StoredSubscription"];

const files = globSync("server/src/**/*.ts", { cwd: root, exclude: ["server/src/testing/**"] }).filter(
  (path) => !/\.test(-support)?\.ts$/.test(path) && !path.endsWith("row-types.ts"),
);

/** The text between a bracket and the one that closes it. */
function within(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if ("<{(".includes(text[at])) depth++;
    else if (">})".includes(text[at]) && text[at - 1] !== "=" && --depth === 0) return text.slice(open + 1, at);
  }
  throw new Error("a bracket is not closed");
}

/** The types of the rows that a file's statements read, and each statement's text. */
function statementsIn(text) {
  return [...text.matchAll(/\b(?:sql|query)(?=<)/g)].map(({ index, 0: { length } }) => {
    const type = within(text, index + length);
    const rest = text.slice(index + length + type.length + 2);
    return { type, statement: /^`([^`]*)`/.exec(rest)?.[1] ?? null };
  });
}

/** A type alias's definition in a file: up to the first semicolon outside all brackets. */
function declarationOf(name, text) {
  const start = text.indexOf(`type ${name} =`);
  if (start < 0) return null;
  let depth = 0;
  for (let at = start; ; at++) {
    if ("<{(".includes(text[at])) depth++;
    else if (">})".includes(text[at])) depth--;
    else if (text[at] === ";" && depth === 0) return text.slice(start + `type ${name} =`.length, at);
  }
}

/** Columns whose type is written by hand; empty if all come from the tables. */
function handWritten(type, text) {
  // Narrowed types and new names stand in braces behind the row that they are checked against.
  const derived = type.replaceAll(/"[^"]*"/g, "").replaceAll(/,\s*(\{[^{}]*\}|Pick<[^<>]*>)(\s*&\s*\{[^{}]*\})?(?=,?\s*>)/g, "");
  if (derived.includes("{")) return ["{ … }"];
  return [...derived.matchAll(/\w+/g)]
    .map(([name]) => name)
    .filter((name) => name !== "null" && !DERIVED.includes(name) && !OF_TABLES.includes(name))
    .flatMap((name) => {
      const declared = declarationOf(name, text);
      return declared === null ? [name] : handWritten(declared, text);
    });
}

/** Columns that the type has and the statement does not select. */
function unread(type, statement) {
  if (statement === null) return [];
  const named = [...type.matchAll(/\b(?:Columns|Computed)<([^<>]*)>/g)].flatMap(([, args]) => {
    const strings = [...args.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    return args.startsWith('"') && type.includes(`Computed<${args}>`) ? strings.slice(0, -1) : strings.slice(1);
  });
  return named.filter((name) => !new RegExp(`\\b${name}\\b|\\*`).test(statement));
}

const found = files.flatMap((path) => {
  const text = readFileSync(join(root, path), "utf8");
  return statementsIn(text).map((one) => ({ path, text, ...one }));
});

test("row types of statements come from the tables, and are never written by hand", () => {
  expect(found.length).toBeGreaterThan(50);
  expect(found.flatMap(({ path, type, text }) => handWritten(type, text).map((name) => `${path}: ${name}`))).toEqual([]);
});

test("a statement selects the columns of its row type", () => {
  expect(found.flatMap(({ path, type, statement }) => unread(type, statement).map((name) => `${path}: ${name}`))).toEqual([]);
});

test.each([
  ["{ id: string }", ""],
  ["EventRow & { place: number }", ""],
  ["Row", "interface Row {\n  id: string;\n}"],
  ["Row", 'type Row = Columns<"guests", "id"> & { place: number };'],
  ["GuestToTell", 'import type { GuestToTell } from "./elsewhere.ts";'],
])("control: %s is found", (type, text) => {
  expect(handWritten(type, text)).not.toEqual([]);
});

test("control: a column that is not selected is found", () => {
  expect(unread('Columns<"users", "id" | "locale">', "select id from users")).toEqual(["locale"]);
  expect(unread('Computed<"count", "integer">', "select id from users")).toEqual(["count"]);
});
