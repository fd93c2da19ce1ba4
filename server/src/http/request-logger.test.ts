import { expect, test, vi } from "vitest";
import { createLogger } from "../telemetry/logging.ts";
import { createHttpServer } from "./server.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = `00-${TRACE}-00f067aa0ba902b7-01`;

async function serverThatLogs(level = "info") {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger(level, { destination });
  const made = vi.spyOn(logger, "child");
  const server = await createHttpServer({ publicUrl: "http://turnout.test", trustedHops: 0, logger });
  const config = { authz: "anyone", limit: "read" } as const;
  server.get("/quiet", { config }, async () => "");
  server.get("/loud", { config }, async (request) => {
    request.log.debug("not at this level");
    request.log.warn({ "event.action": "tried" }, "it happened");
    return "";
  });
  server.get("/broken", { config }, async (request, reply) => {
    reply.log.error(new TypeError("too short"));
    return "";
  });
  return { server, lines, made, ask: (url: string) => server.inject({ url, headers: { host: "turnout.test", traceparent } }) };
}

test("what a request logs names the request and its trace", async () => {
  const { ask, lines } = await serverThatLogs();
  await ask("/loud");
  await ask("/loud");
  expect(lines.map((line) => line.message)).toEqual(["it happened", "it happened"]);
  for (const line of lines)
    expect(line).toMatchObject({
      "trace.id": TRACE,
      "event.action": "tried",
      "log.level": "warn",
      "http.request.id": expect.stringMatching(/^[\da-f-]{36}$/),
    });
  expect(new Set(lines.map((line) => line["http.request.id"])).size).toBe(2);
});

test("an error is logged as an error of the server itself would be", async () => {
  const { ask, lines } = await serverThatLogs();
  await ask("/broken");
  const error = { type: "TypeError", message: "too short", stack_trace: expect.stringContaining("request-logger.test.ts") };
  expect(lines).toEqual([expect.objectContaining({ "trace.id": TRACE, "log.level": "error", message: "unexpected", error })]);
});

test("a request that logs nothing makes no logger; control: one that logs does", async () => {
  const { ask, made } = await serverThatLogs();
  await ask("/quiet");
  await ask("/nowhere");
  expect(made).not.toHaveBeenCalled();
  await ask("/loud");
  expect(made).toHaveBeenCalledTimes(1);
});

test("what the level leaves out makes no logger either", async () => {
  const { ask, made, lines } = await serverThatLogs("error");
  await ask("/loud");
  expect(made).not.toHaveBeenCalled();
  expect(lines).toEqual([]);
});
