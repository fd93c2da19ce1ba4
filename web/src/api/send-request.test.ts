import { SHOWN_PERSON } from "@turnout/contract/shown-person";
import { afterEach, expect, test, vi } from "vitest";
import { createApi } from "./send-request.ts";

const heard: number[] = [];
let shown: string | null = null;
const api = createApi(({ status }) => void heard.push(status), { id: () => shown });
const eventId = "0197c5a0-0000-7000-8000-000000000000";
const path = { eventId };

/** What was sent, with this reply. */
function answered(body: string | null, init: ResponseInit = {}) {
  const fetching = vi.fn<(address: string, asked: RequestInit) => Promise<Response>>(async () => new Response(body, init));
  vi.stubGlobal("fetch", fetching);
  return () => fetching.mock.calls[0]!;
}
afterEach(() => vi.unstubAllGlobals());

test("names in the path and values of the query are encoded", async () => {
  const sent = answered("{}");
  await api.GET("/api/events/{eventId}/guests", { params: { path: { eventId: "a/b?c" }, query: { search: "Ada & Grüße" } } });
  expect(sent()[0]).toBe("/api/events/a%2Fb%3Fc/guests?search=Ada+%26+Gr%C3%BC%C3%9Fe");
  expect(sent()[1]).toEqual({ method: "GET" });
});

test("a value that is not given is left out of the query", async () => {
  const sent = answered("{}");
  await api.GET("/api/events/{eventId}/guests", { params: { path, query: { search: "", cursor: undefined } as never } });
  expect(sent()[0]).toBe(`/api/events/${eventId}/guests?search=`);
});

test("a body is sent as JSON", async () => {
  const sent = answered('{"seq":7}');
  const body = { commandId: eventId, text: "Hi", replyTo: null };
  const { data } = await api.POST("/api/events/{eventId}/messages", { params: { path }, body });
  expect(data).toEqual({ seq: 7 });
  const [, { method, headers, body: text }] = sent();
  expect([method, headers, text]).toEqual(["POST", { "content-type": "application/json" }, JSON.stringify(body)]);
});

test("what is sent from an event's page says whose it is; from other pages it does not", async () => {
  const body = { commandId: eventId, text: "Hi", replyTo: null };
  const said = async () => {
    const sent = answered("{}");
    await api.POST("/api/events/{eventId}/messages", { params: { path }, body });
    return (sent()[1].headers as Record<string, string>)[SHOWN_PERSON];
  };
  expect(await said()).toBeUndefined();
  shown = "0197c5a0-0000-7000-8000-000000000001";
  expect(await said()).toBe("0197c5a0-0000-7000-8000-000000000001");
  shown = null;
  expect(await said()).toBeUndefined();
});

test("headers and a signal go along, with a body and without", async () => {
  const { signal } = new AbortController();
  const known = answered("{}");
  await api.GET("/api/my-events", { headers: { "if-none-match": 'W/"7"' }, signal });
  expect(known()[1]).toEqual({ method: "GET", headers: { "if-none-match": 'W/"7"' }, signal });
  const sent = answered("{}");
  const body = { commandId: eventId, text: "Hi", replyTo: null };
  await api.POST("/api/events/{eventId}/messages", { params: { path }, body, headers: { "x-trace": "1" }, signal });
  expect(sent()[1]).toMatchObject({ headers: { "content-type": "application/json", "x-trace": "1" }, signal });
});

test("every response is heard of, also one that refuses", async () => {
  answered("{}", { status: 409 });
  await api.GET("/api/my-events");
  expect(heard.at(-1)).toBe(409);
});

test("a refusal is its problem, whatever a proxy makes of it", async () => {
  answered('{"code":"event_full"}', { status: 409 });
  expect(await api.GET("/api/my-events")).toMatchObject({ error: { code: "event_full" } });
  answered("<h1>Bad gateway</h1>", { status: 502 });
  expect(await api.GET("/api/my-events")).toMatchObject({ error: "<h1>Bad gateway</h1>" });
});

test("a success that is no JSON is no success: a network's sign-in page answers everything with 200", async () => {
  answered("<h1>Welcome to our Wi-Fi</h1>");
  await expect(api.GET("/api/my-events")).rejects.toThrow(SyntaxError);
});
