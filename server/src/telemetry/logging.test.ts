import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createLogger } from "./logging.ts";
import { readableLine } from "./readable-line.ts";
import { HIDDEN, MIN_HIDDEN, redactor, secretsOf } from "./redact.ts";
import { traceIdOf } from "./trace-id.ts";

function logged(secrets: string[] = []) {
  const lines: string[] = [];
  const logger = createLogger("info", { secrets, destination: { write: (line) => void lines.push(line) } });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("each line has the names of the Elastic Common Schema, and an id that no other line has", () => {
  const { logger, parsed } = logged();
  logger.info({ "url.path": "/e/:eventId" }, "request");
  logger.child({ "trace.id": "a" }).warn("again");
  const other = logged();
  other.logger.info("another process");
  const lines = [...parsed(), ...other.parsed()];
  expect(lines[0]).toMatchObject({
    "log.level": "info",
    message: "request",
    "url.path": "/e/:eventId",
    "service.name": "turnout",
    "service.version": expect.stringMatching(/^\d+\.\d+\.\d+/),
    "service.node.name": expect.stringMatching(/./),
    "ecs.version": "9.0.0",
  });
  expect(lines[1]).toMatchObject({ "log.level": "warn", "trace.id": "a" });
  for (const line of lines) expect(line["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(new Set(lines.map((line) => line["event.id"])).size).toBe(3);
});

const ofDatabase = () =>
  Object.assign(new Error('Key (email)=(grace@example.org) "my words"'), { code: "23505", constraint: "one_address", table: "users" });

test("an error of the database is logged by code and constraint, never by its message, however it is passed", () => {
  const { logger, lines, parsed } = logged();
  logger.error({ error: ofDatabase() }, "internal");
  logger.error({ err: ofDatabase() });
  logger.error(ofDatabase());
  for (const line of parsed())
    expect(line.error).toMatchObject({ type: "Error", code: "23505", constraint: "one_address", table: "users" });
  expect(parsed()[2]).toMatchObject({ message: "unexpected", error: { stack_trace: expect.stringContaining("logging.test.ts") } });
  expect(lines.join("")).not.toContain("my words");
});

test("secrets, passwords in URLs, addresses and tokens are hidden wherever they stand; ids, names of machines and routes are not", () => {
  const token = randomBytes(32).toString("base64url").replace(/^./, "A");
  const hide = redactor(secretsOf({ secrets: ["s/e\"c'r e t"], urls: ["postgres://turnout:p%40ss-word@db/turnout", null, "not a URL"] }));
  const line = (message: string) => `{"log.level":"info","@timestamp":"2026-01-01T00:00:00.000Z","message":${JSON.stringify(message)}}`;
  const gone = ["s/e\"c'r e t", "p%40ss-word", "p@ss-word", token, "grace.hopper+x@example.org", "jürgen@exämple.de"];
  for (const one of gone) expect(hide(line(`before ${one}, after`)), one).toBe(line(`before ${HIDDEN}, after`));
  expect(hide(line("redis://:short@cache/0"))).toBe(line(`redis://${HIDDEN}@cache/0`));
  expect(hide(line(`/i/${token}?x`))).toBe(line(`/i/${HIDDEN}?x`));
  const kept = [
    crypto.randomUUID(),
    `${"0".repeat(18)}-${2 ** 40}`,
    "turnout-api-in-a-namespace-with-a-long-name-7d9f8b6c5d-abcde",
    "/api/events/:eventId",
    "at file:///app/node_modules/@fastify/compress/index.js:1:2",
  ];
  for (const one of kept) expect(hide(line(one))).toBe(line(one));
});

test("a password shorter than the limit is hidden in URLs only, as lines are full of short words", () => {
  const short = "x".repeat(MIN_HIDDEN - 1);
  expect(redactor([short])(`${"-".repeat(40)}${short} smtp://a:${short}@mail`)).toBe(`${"-".repeat(40)}${short} smtp://${HIDDEN}@mail`);
  expect(redactor([`${short}x`])(`${short}x`)).toBe(HIDDEN);
});

test("a trace id is taken from a traceparent as W3C has it, and from nothing else", () => {
  const id = "4bf92f3577b34da6a3ce929d0e0e4736";
  expect(traceIdOf(`00-${id}-00f067aa0ba902b7-01`)).toBe(id);
  expect(traceIdOf(`cc-${id}-00f067aa0ba902b7-01-later`)).toBe(id);
  const others = [`ff-${id}-00f067aa0ba902b7-01`, `00-${"0".repeat(32)}-00f067aa0ba902b7-01`, `00-${id}-${"0".repeat(16)}-01`];
  for (const one of [...others, `00-${id.toUpperCase()}-00f067aa0ba902b7-01`, `${id}`, "", undefined, [`00-${id}-00f067aa0ba902b7-01`]])
    expect(traceIdOf(one), String(one)).toBeNull();
});

test("at a terminal a line is text: what happened, without what is the same in each line", () => {
  const { logger, lines } = logged();
  logger.error({ "url.path": "/e/:eventId", error: ofDatabase() }, "internal");
  const [first, second] = readableLine(lines[0]!).split("\n");
  expect(first).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} error internal url\.path=\/e\/:eventId type=Error code=23505 constraint=one_address table=users$/,
  );
  expect(second).toMatch(/^ +at /);
});
