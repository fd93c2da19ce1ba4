import { refusals } from "@turnout/contract/refusals";
import type { Authz } from "./authz.ts";
import { documentedLinks } from "./documented-links.ts";

/** What the API document says of one operation. */
interface Operation {
  operationId?: string;
  tags?: string[];
  "x-authz"?: Authz;
  parameters?: unknown[];
  requestBody?: unknown;
  responses: Record<string, object>;
  security?: Record<string, string[]>[];
}

export interface ApiDocument {
  components?: Record<string, object | undefined>;
  paths?: Record<string, Record<string, Operation>>;
}

/** Codes that no rule of the product gives, by status: what the server says of a request before it is read. */
const fromTheServer: Record<number, string[]> = {
  400: ["invalid_input", "invalid_request"],
  413: ["too_large"],
  414: ["invalid_request"],
  415: ["invalid_request"],
  421: ["misdirected"],
};

const SAFE = new Set(["get", "head"]);

/** Who may call, as combinations of cookies of which each suffices. */
const cookiesFor: Record<Authz, Record<string, string[]>[]> = {
  anyone: [],
  account: [{ session: [] }],
  accountHolder: [{ session: [] }],
  viewer: [{ session: [] }, { visit: [] }, {}],
  answerer: [{ session: [] }, { visit: [] }, {}],
  guest: [{ session: [] }, { visit: [] }],
  guestWithAccount: [{ session: [], visit: [] }, { session: [] }],
  admitted: [{ session: [] }, { visit: [] }],
  host: [{ session: [] }],
  author: [{ session: [] }, { visit: [] }],
  authorOrHost: [{ session: [] }, { visit: [] }],
  operator: [],
  operatorWithPasskey: [{ session: [] }],
  provider: [],
};

/** The statuses with which an operation may refuse. */
function statusesOf(method: string, { "x-authz": authz, tags = [], parameters = [] }: Operation): number[] {
  const changes = !SAFE.has(method);
  const needsDate = tags.includes("calendar"); // an event that has none yet is in no calendar
  return [
    400,
    ...(authz === "anyone" && !changes ? [] : [401]),
    ...(changes || authz === "operatorWithPasskey" ? [403] : []),
    ...(parameters.length > 0 || changes ? [404] : []),
    ...(changes || needsDate ? [409] : []),
    ...(changes ? [413] : []),
    ...(parameters.length > 0 ? [414] : []),
    ...(changes ? [415] : []),
    421,
    ...(changes ? [422] : []),
    429,
    503,
  ];
}

/** What routes read as bytes, which no schema of theirs describes. */
const pictures = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"];
const picture = {
  required: true,
  content: Object.fromEntries(pictures.map((type) => [type, { schema: { type: "string", contentMediaType: type } }])),
};
const bodies: Record<string, object> = { uploadImage: picture, addPhoto: picture };

type Paths = NonNullable<ApiDocument["paths"]>;

const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

function linkToNext({ operationId = "", responses }: Operation, paths: Paths): void {
  const parameters = documentedLinks[operationId];
  if (!parameters) return;
  const ids = Object.keys(parameters).toSorted().join();
  const next = Object.entries(paths)
    .filter(([path]) => namesIn(path).toSorted().join() === ids)
    .flatMap(([, methods]) => Object.values(methods).map((operation) => operation.operationId ?? ""))
    .filter((name) => name !== operationId);
  const links = Object.fromEntries(next.map((name) => [name, { operationId: name, parameters }]));
  responses[200] = { ...responses[200], links };
}

/** Adds to each operation who may call it, by which cookies, every way in which it may refuse, and what can follow it. */
export function completeDocument(document: ApiDocument, cookieName: (name: string) => string): ApiDocument {
  const used = new Set<number>();
  const { paths = {} } = document;
  for (const methods of Object.values(paths))
    for (const [method, operation] of Object.entries(methods)) {
      operation.security = cookiesFor[operation["x-authz"] ?? "anyone"];
      linkToNext(operation, paths);
      operation.requestBody ??= bodies[operation.operationId ?? ""];
      for (const status of statusesOf(method, operation)) {
        used.add(status);
        operation.responses[status] ??= { $ref: `#/components/responses/${status}` };
      }
    }
  const cookie = (name: string, description: string) => ({ type: "apiKey", in: "cookie", name: cookieName(name), description });
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: {
        session: cookie("session", "An account: set by signing in."),
        visit: cookie("visit", "A browser that has opened a personal link, or a link to share: set by the page."),
      },
      responses: Object.fromEntries([...used].toSorted((a, b) => a - b).map((status) => [status, responseOf(status)])),
    },
  };
}

/** Problem details (RFC 9457) with one of the codes that have this status. */
function responseOf(status: number) {
  const ofRules = Object.entries(refusals).filter(([, itsStatus]) => itsStatus === status);
  const codes = [...ofRules.map(([code]) => code), ...(fromTheServer[status] ?? [])].toSorted();
  return {
    description: `Refused, for one of these reasons: ${codes.map((code) => code.replaceAll("_", " ")).join(", ")}`,
    content: { "application/problem+json": { schema: problemSchema(status, codes) } },
  };
}

function problemSchema(status: number, codes: string[]) {
  const error = { type: "object", properties: { path: text, message: text }, required: ["path", "message"], additionalProperties: false };
  return {
    type: "object",
    properties: {
      type: text,
      title: text,
      status: { const: status },
      code: { enum: codes },
      requestId: text,
      detail: text,
      facts: { type: "object", additionalProperties: { type: ["string", "number"] } },
      errors: { type: "array", items: error },
    },
    required: ["type", "title", "status", "code", "requestId"],
    additionalProperties: false,
  };
}

const text = { type: "string" };
