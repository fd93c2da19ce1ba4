import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The database's zone data has an age of its own, and a session's zone is whoever's: instants are compared in SQL, and nothing else. */
const asksForZones: Record<string, RegExp> = {
  "at time zone": /\bat\s+time\s+zone\b/,
  "timezone()": /\b(timezone|date_trunc|date_part|date_bin|make_timestamptz)\s*\(/,
  "a part of a time": /\bextract\s*\((?!\s*epoch\b)/,
  "an instant in words": /\b(to_char|to_timestamp|to_date)\s*\(/,
  "an instant without its zone": /(::\s*|\bas\s+)(date|time|timestamp)\b(?!\s*with\b)(?!tz)/,
  "the session's day": /\b(current_date|current_time|localtime|localtimestamp)\b|\b(date|timestamp|time)\s+'|\bset\s+time\s+zone\b/,
  "days of the session's zone":
    /\binterval\s+'[^']*\b(day|week|mon|month|year|decade)s?\b|\bmake_interval\s*\(\s*(years|months|weeks|days)/,
};

/** Lines that may, and why. */
const allowed = [
  // Writes an instant as ISO 8601 in UTC, which has no rules that could be of another age.
  `server/src/guests/queries.ts: to_char(answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  `server/src/guests/queries.ts: to_char(arrived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
];

const root = join(import.meta.dirname, "../../..");
const files = globSync("server/src/**/*.{ts,sql}", { cwd: root }).filter(
  (path) => !path.endsWith(".test.ts") && !path.endsWith("db/schema.ts"),
);

/** What a statement asks the database to work out with its zone data. */
function zoneArithmeticIn(statement: string): string[] {
  const lower = statement.toLowerCase();
  return Object.keys(asksForZones).filter((name) => asksForZones[name]!.test(lower));
}

/** The texts of a file that can be SQL: all of a migration without its comments; of a program, its literals. */
function statementsIn(path: string, text: string): string[] {
  if (path.endsWith(".sql")) return text.replaceAll(/--.*$/gm, "").split(";");
  const code = text.replaceAll(/^\s*(\/?\*.*|\/\/.*)$|(?<=\s)\/\/ .*$/gm, "");
  return [...code.matchAll(/`(?:[^`\\]|\\.)*`|"(?:[^"\\\n]|\\.)*"/gs)].map(([literal]) => literal);
}

const mayRead = (path: string) => allowed.filter((line) => line.startsWith(`${path}: `)).map((line) => line.slice(path.length + 2));
const isSql = /\b(select|insert|update|delete|create|alter|where|from|events\.)\b|_at\b/;

test("no statement computes times with the database's zone data or the session's zone", () => {
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) => {
    const permitted = mayRead(path);
    const text = permitted.reduce((left, piece) => left.replace(piece, ""), readFileSync(join(root, path), "utf8"));
    return statementsIn(path, text)
      .filter((statement) => isSql.test(statement.toLowerCase()))
      .flatMap((statement) => zoneArithmeticIn(statement).map((what) => `${path}: ${what} in ${statement.trim().slice(0, 200)}`));
  });
  expect(found).toEqual([]);
});

test("every exception is still needed", () => {
  for (const line of allowed) {
    const [path] = line.split(": ", 1) as [string];
    expect(readFileSync(join(root, path), "utf8"), line).toContain(line.slice(path.length + 2));
  }
});

test.each([
  "select starts_at at time zone zone from events",
  "select STARTS_AT AT\nTIME ZONE 'Europe/Berlin'",
  "select timezone('Europe/Berlin', starts_at)",
  "select date_trunc('day', starts_at)",
  "select starts_at::date",
  "select cast(starts_at as date)",
  "select starts_at::timestamp",
  "select extract(hour from starts_at)",
  "select to_char(starts_at, 'HH24')",
  "select 1 from events where starts_at > current_date",
  "select starts_at + interval '1 day'",
  "select starts_at + interval '2 months 3 hours'",
  "select starts_at + make_interval(days => 1)",
])("control: %j is found", (statement) => {
  expect(isSql.test(statement.toLowerCase()) && zoneArithmeticIn(statement)).not.toEqual([]);
  expect(zoneArithmeticIn(statementsIn("a.ts", `const rows = sql\`${statement}\`;`)[0]!)).not.toEqual([]);
});

test.each([
  "select extract(epoch from now() - at) from events",
  "alter table events add column at timestamptz",
  "create table t (at timestamp with time zone)",
  "select starts_at + interval '6 hours'",
  "select (wall_clock ->> 'startsAt')::timestamptz",
])("arithmetic on instants is allowed: %j", (statement) => expect(zoneArithmeticIn(statement)).toEqual([]));
