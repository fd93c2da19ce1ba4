import { randomUUID } from "node:crypto";

/** What the API document needs to become requests that the product accepts. */
export interface Examples {
  /** Values of path and query parameters, by name. Taken in turn, so that operations do not take each other's rows away. */
  parameters: Record<string, string[]>;
}

interface Schema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  maximum?: number;
  minLength?: number;
}
interface Parameter {
  name: string;
  in: string;
  schema: Schema;
}
interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
export interface ApiDocument {
  servers?: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

/**
 * Operations that scanners leave out, with the reason. Everything else is asked, and the gate fails for an operation that
 * was not.
 */
export const LEFT_OUT: Record<string, string> = {
  "POST /api/auth/sign-out": "ends the session that the scan needs",
  "DELETE /api/auth/account": "deletes the account that the scan needs",
  "DELETE /api/auth/sessions": "ends sessions",
  "DELETE /api/auth/sessions/{sessionId}": "ends sessions",
  "PUT /api/auth/password": "ends sessions",
  "GET /api/events/{eventId}/calendar/{service}": "leads on to another site, which is nobody's to scan",
  "POST /api/events/{eventId}/cancellation": "every later request would be refused: the event is cancelled",
};

/**
 * The API document as a scanner can use it: with the address of what is scanned, without what ends the scan, with paths of
 * things that exist, and with bodies that are accepted. Scanners send what a schema's type suggests, which is refused before
 * any rule of the product sees it.
 */
export function filledIn(document: ApiDocument, url: string, { parameters }: Examples): ApiDocument {
  const next = takeInTurn(parameters);
  const paths: ApiDocument["paths"] = {};
  for (const [template, operations] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(operations)) {
      if (LEFT_OUT[`${method.toUpperCase()} ${template}`]) continue;
      const path = template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(next(name)));
      paths[path] = { ...paths[path], [method]: filledOperation(operation, next) };
    }
  return { ...document, servers: [{ url }], paths };
}

function takeInTurn(values: Record<string, string[]>): (name: string) => string {
  const taken = new Map<string, number>();
  return (name) => {
    const known = values[name];
    if (!known?.length) return randomUUID();
    const at = taken.get(name) ?? 0;
    taken.set(name, at + 1);
    return known[at % known.length]!;
  };
}

function filledOperation(operation: Operation, next: (name: string) => string): Operation {
  const parameters = operation.parameters
    ?.filter(({ in: place, name }) => place !== "path" && name !== "cursor") // made by the server
    .map((one) => ({ ...one, schema: exactly(one.schema.enum?.[0] ?? next(one.name)) }));
  const body = operation.requestBody?.content["application/json"];
  return {
    ...operation,
    ...(parameters && { parameters }),
    ...(body && { requestBody: { content: { "application/json": { schema: exactly(sample(body.schema)) } } } }),
  };
}

/** The schema of one value. Scanners make up values by the schema, and do not read examples. */
export function exactly(value: unknown): Schema {
  if (value === null) return {};
  if (Array.isArray(value)) return { type: "array", items: exactly(value[0]) };
  if (typeof value === "object") {
    const properties = Object.entries(value).map(([key, inner]) => [key, exactly(inner)] as const);
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      required: Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== null),
    };
  }
  return { type: Number.isInteger(value) ? "integer" : typeof value, enum: [value], default: value };
}

/** A number large enough to be no limit: a capacity of one would be full after one answer. */
const MANY = 1_000;

/** A body that the schema accepts, or nearly. */
export function sample(schema: Schema, name = ""): unknown {
  if (name === "imageId") return null; // must name a picture
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return sample(alternatives.at(name === "place" ? 1 : 0)!, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([key, inner]) => [key, sample(inner, key)]));
  if (schema.type === "array") return [sample(schema.items ?? {}, name)];
  if (schema.type === "integer" || schema.type === "number") return Math.min(MANY, schema.maximum ?? MANY);
  if (schema.type === "boolean") return true;
  return sampleText(schema, name);
}

function sampleText({ format, pattern = "", minLength = 0 }: Schema, name: string): string {
  if (format === "uuid") return randomUUID();
  if (format === "uri") return "https://meet.example/room";
  if (name === "email" || format === "email") return `${randomUUID()}@example.org`;
  if (pattern.includes("T\\d\\d:\\d\\d")) return `${new Date().getUTCFullYear() + 1}-06-18T${name === "ends" ? "22" : "19"}:00`;
  if (name === "next") return "/";
  if (name === "code") return "12345678";
  if (name === "zone") return "Europe/Lisbon";
  return "some words".padEnd(minLength, "x");
}
