import { expect, test } from "vitest";
import { ApiError, read, replyOf } from "./client.ts";

const answered = (status: number, headers: Record<string, string> = {}, error: unknown = "<h1>Bad gateway</h1>") =>
  Promise.resolve({ error, response: new Response(null, { status, headers }) });

test("a gateway error is no refusal", async () => {
  for (const status of [502, 503, 504]) expect(await replyOf(answered(status))).toMatchObject({ type: "unreachable" });
});

test("a refusal is final, and so is an internal error: sending the same again would not help", async () => {
  expect(await replyOf(answered(409, {}, { code: "event_full", facts: { seatsLeft: 1 } }))).toEqual({
    type: "refused",
    code: "event_full",
    facts: { seatsLeft: 1 },
  });
  expect(await replyOf(answered(500, {}, { code: "internal" }))).toMatchObject({ type: "refused", code: "internal" });
});

test("Retry-After is read as seconds and as a date", async () => {
  expect(await replyOf(answered(503, { "retry-after": "7" }))).toEqual({ type: "unreachable", retryAfterMs: 7_000 });
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  const { retryAfterMs } = (await replyOf(answered(503, { "retry-after": inAMinute }))) as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(57_000);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(await replyOf(answered(503, { "retry-after": "soon" }))).toMatchObject({ retryAfterMs: undefined });
  const error = await read(answered(429, { "retry-after": "3" })).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ retryAfterMs: 3_000 });
});
