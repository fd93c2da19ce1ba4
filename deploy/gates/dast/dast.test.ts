import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../../server/src/free-port.ts";
import { PINNED } from "../../docker/rules.ts";
import { exactly, filledIn, LEFT_OUT, sample, type ApiDocument } from "./api-document.ts";
import { judge } from "./findings.ts";
import { openFront, operationNames } from "./front.ts";
import { foundAgain } from "./wapiti.ts";
import { findingsIn, planOf, ZAP_IMAGE } from "./zap.ts";

const id = "0190a1b2-0000-7000-8000-000000000001";
const document: ApiDocument = {
  paths: {
    "/api/events/{eventId}": {
      get: { parameters: [{ name: "eventId", in: "path", schema: { type: "string" } }] },
      patch: { requestBody: { content: { "application/json": { schema: { properties: { name: { type: "string", minLength: 20 } } } } } } },
    },
    "/api/auth/sign-out": { post: {} },
  },
};

test("the API document that scanners get names the server, things that exist and bodies that are accepted", () => {
  const { servers, paths } = filledIn(document, "http://127.0.0.1:1", { parameters: { eventId: [id] } });
  expect(servers).toEqual([{ url: "http://127.0.0.1:1" }]);
  const { get, patch } = paths[`/api/events/${id}`]!;
  expect(get!.parameters).toEqual([]);
  const name = "some wordsxxxxxxxxxx";
  expect(patch!.requestBody!.content["application/json"]!.schema.properties).toEqual({
    name: { type: "string", enum: [name], default: name },
  });
});

test("what would end the scan is left out", () => {
  expect(Object.keys(LEFT_OUT)).toContain("POST /api/auth/sign-out");
  expect(filledIn(document, "", { parameters: {} }).paths["/api/auth/sign-out"]).toBeUndefined();
});

test("a scanner that reads a schema of one value can send nothing else; null is left to chance", () => {
  expect(exactly({ a: [1], b: null, c: "x" })).toEqual({
    type: "object",
    properties: {
      a: { type: "array", items: { type: "integer", enum: [1], default: 1 } },
      b: {},
      c: { type: "string", enum: ["x"], default: "x" },
    },
    required: ["a", "c"],
  });
  expect(sample({ type: "integer", maximum: 10 })).toBe(10);
});

test("a finding in doubt counts where the same operation is found again, and any other finding without that", () => {
  const [real, chance, certain] = ["/words", "/passkeys", "/page"].map((path) => ({
    kind: "SQL Injection",
    where: `POST ${path}`,
    what: "",
  }));
  const again = [
    { ...real!, what: "by another parameter" },
    { ...chance!, kind: "Open Redirect" },
  ];
  expect(foundAgain([real!, chance!, certain!], [real!, chance!], again)).toEqual({ kept: [real, certain], dropped: [chance] });
});

test("requests are counted by operation, fixed paths before paths with parameters", () => {
  const nameOf = operationNames(["/api/{thing}/{id}", "/api/events/{id}", "/api/events/{id}.csv"]);
  expect(nameOf({ method: "GET", url: "/api/events/7?x=1" })).toBe("GET /api/events/{id}");
  expect(nameOf({ method: "GET", url: "/api/hosts/7" })).toBe("GET /api/{thing}/{id}");
  expect(nameOf({ method: "GET", url: "/elsewhere" })).toBeUndefined();
});

const asked: { address: unknown; cookie: unknown; body: { commandId: string; note: string } }[] = [];
const product = createServer((request, reply) => {
  void text(request).then((body) => {
    asked.push({ address: request.headers["x-forwarded-for"], cookie: request.headers.cookie, body: JSON.parse(body) as never });
    reply.writeHead(asked.length > 2 ? 500 : 200, { "x-product": "yes" }).end("answered");
  });
});
await new Promise<void>((done) => product.listen(0, "127.0.0.1", done));
const port = await freePort();
const front = await openFront(`http://127.0.0.1:${(product.address() as AddressInfo).port}`, port, ["/api/{thing}"]);
afterAll(async () => {
  await front.stop();
  product.close();
});

test("a repeated request comes from another client each time, with a new commandId, and failures are kept", async () => {
  const send = () => {
    const headers = { "content-type": "application/json" };
    return fetch(`http://127.0.0.1:${port}/api/x`, { method: "POST", headers, body: JSON.stringify({ commandId: id, note: id }) });
  };
  const reply = await send();
  expect([reply.headers.get("x-product"), await reply.text()]).toEqual(["yes", "answered"]);
  front.signIn("session=1");
  await send();
  await send();
  expect(new Set(asked.map(({ address }) => address)).size).toBe(3);
  expect(new Set([id, ...asked.map(({ body }) => body.commandId)]).size).toBe(4);
  expect(asked.map(({ body }) => body.note)).toEqual([id, id, id]);
  expect(asked.map(({ cookie }) => cookie)).toEqual([undefined, "session=1", "session=1"]);
  await expect.poll(() => front.traffic.failures).toHaveLength(1);
  expect(front.traffic.operations.get("POST /api/{thing}")).toEqual(new Set([200, 500]));
});

test("findings are accepted by kind and place; an acceptance that nothing was found for is told", () => {
  const found = [
    { kind: "A", where: "GET /x", what: "" },
    { kind: "A", where: "GET /y", what: "" },
  ];
  const accepted = [
    { kind: "A", where: /x$/, why: "" },
    { kind: "B", where: /^/, why: "" },
  ];
  expect(judge(found, accepted)).toEqual({ open: [found[1]], idle: [accepted[1]] });
});

test("ZAP's image is pinned; a stranger's scan only looks, a host's asks every operation and attacks", () => {
  expect(ZAP_IMAGE).toMatch(PINNED);
  const typesOf = (attacks: boolean, given?: ApiDocument) => {
    const plan = planOf({ url: "http://127.0.0.1:1", start: ["http://127.0.0.1:1/e/1"], attacks, ...(given && { document: given }) });
    return (plan as { jobs: { type: string }[] }).jobs.map(({ type }) => type);
  };
  expect(typesOf(false)).toEqual(["passiveScan-config", "spider", "passiveScan-wait", "report"]);
  expect(typesOf(true, document)).toEqual(["passiveScan-config", "openapi", "spider", "passiveScan-wait", "activeScan", "report"]);
});

test("each place of an alert of ZAP is a finding, unless it is for information only", () => {
  const alert = (pluginid: string, riskcode: string, paths: string[]) => ({
    pluginid,
    riskcode,
    alert: "name",
    instances: paths.map((path) => ({ method: "GET", uri: `http://127.0.0.1:1${path}?q=1`, param: "" })),
  });
  expect(findingsIn({ site: [{ alerts: [alert("40012", "3", ["/x", "/y"]), alert("10096", "0", ["/z"])] }] })).toEqual([
    { kind: "40012", where: "GET /x", what: "name" },
    { kind: "40012", where: "GET /y", what: "name" },
  ]);
});
