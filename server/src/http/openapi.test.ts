import { refusals } from "@turnout/contract/refusals";
import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";
import { documentedLinks } from "./documented-links.ts";

const { server } = await testApp();

test("every route of the API document is in one group, and every group has a name, a description and routes", async () => {
  const { tags, paths } = (await server.inject({ url: "/api/openapi.json", headers: { host: "turnout.test" } })).json();
  const used = new Set<string>();
  for (const [path, methods] of Object.entries<Record<string, { tags?: string[] }>>(paths))
    for (const [method, { tags: own }] of Object.entries(methods)) {
      expect(own, `${method} ${path}`).toHaveLength(1);
      used.add(own![0]!);
    }
  expect([...used].sort()).toEqual(tags.map(({ name }: { name: string }) => name).sort());
  for (const { name, description } of tags) expect(description, name).toMatch(/^[A-Z].{15,}\.$/);
});

type Operation = {
  operationId: string;
  security: object[];
  requestBody?: object;
  responses: Record<string, { $ref?: string; links?: Record<string, { operationId: string; parameters: Record<string, string> }> }>;
};

const document = async () => (await server.inject({ url: "/api/openapi.json", headers: { host: "turnout.test" } })).json();
const operationsOf = ({ paths }: { paths: Record<string, Record<string, Operation>> }) =>
  Object.values(paths).flatMap((methods) => Object.entries(methods));

test("every refusal of the product is documented with its status, at an operation that can give it", async () => {
  const { components, ...rest } = await document();
  const referred = new Set(operationsOf(rest).flatMap(([, { responses }]) => Object.values(responses).map(({ $ref }) => $ref)));
  for (const [code, status] of Object.entries(refusals)) {
    const { schema } = components.responses[status].content["application/problem+json"];
    expect(schema.properties.code.enum, code).toContain(code);
    expect(referred, code).toContain(`#/components/responses/${status}`);
  }
});

test("every operation says which cookies suffice, and those that change something that a body may be wrong", async () => {
  const made = await document();
  const { session, visit } = made.components.securitySchemes;
  expect([session.name, visit.name]).toEqual(["session", "visit"]);
  for (const [method, { operationId, security, responses }] of operationsOf(made)) {
    expect(security, operationId).toBeInstanceOf(Array);
    if (method !== "get") expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(["400", "403", "413", "415", "429"]));
  }
});

/** Of each two paths that one address fits, those methods that only the wider one has: it would answer in the other's name. */
function answeredByOthers(paths: Record<string, object>): string[] {
  const all = Object.entries(paths).map(([path, methods]) => ({ path, methods: Object.keys(methods), parts: path.split("/") }));
  return all.flatMap(({ path, methods, parts }) =>
    all
      .filter((wider) => wider.path !== path && wider.parts.length === parts.length)
      .filter((wider) => wider.parts.every((part, at) => part === parts[at] || part.startsWith("{")))
      .flatMap((wider) => wider.methods.filter((method) => !methods.includes(method)).map((method) => `${method} ${path}`)),
  );
}

test("no path answers in another's name: what a path does not take is refused with 405", async () => {
  expect(answeredByOthers((await document()).paths)).toEqual([]);
  const swallowed = { "/mails/{id}": { delete: {} }, "/mails/preview": { post: {} }, "/mails": { get: {} } };
  expect(answeredByOthers(swallowed)).toEqual(["delete /mails/preview"]);
});

test("reading for a calendar may be refused too: an event without a date is in none", async () => {
  const conflicting = operationsOf(await document()).filter(([method, { responses }]) => method === "get" && responses["409"]);
  expect(conflicting.map(([, { operationId }]) => operationId)).toEqual(["getCalendarFile", "openCalendarService"]);
});

test("what an operation makes is linked to every operation that takes just that, and to no other", async () => {
  const made = await document();
  const byName = new Map(operationsOf(made).map(([, operation]) => [operation.operationId, operation]));
  const linksOf = (operationId: string) => byName.get(operationId)!.responses["200"]?.links ?? {};
  for (const [from, ids] of Object.entries(documentedLinks)) {
    expect(Object.keys(linksOf(from)), from).not.toEqual([]);
    for (const { operationId } of Object.values(linksOf(from)))
      for (const name of Object.keys(ids)) expect(JSON.stringify(byName.get(operationId)), operationId).toContain(`"name":"${name}"`);
  }
  const aboutMessages = Object.entries(made.paths).filter(([path]) => path.includes("{messageId}"));
  const named = aboutMessages.flatMap(([, methods]) => Object.values(methods as Record<string, Operation>)).map((one) => one.operationId);
  expect(named.length).toBeGreaterThan(3);
  expect(Object.keys(linksOf("postMessage")).toSorted()).toEqual(named.toSorted());
});
