import { readFileSync } from "node:fs";

/** A JSON schema, in as much of the language as inputs are described in. */
interface Schema {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  enum?: (string | number)[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  minItems?: number;
  minimum?: number;
}

/** An operation of the API, as its document describes it. */
export interface Operation {
  operationId: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  authz: string;
  /** All that it is told, wherever it stands in the request: the path, the query or a JSON body. */
  input: Schema;
  /** What the path names, such as `eventId`. */
  inPath: string[];
  inQuery: string[];
}

type Input = Record<string, unknown>;

interface Documented {
  operationId: string;
  "x-authz": string;
  parameters?: { name: string; in: "path" | "query"; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const document = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8")) as {
  paths: Record<string, Record<string, Documented>>;
};

export const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, documented]) => operationOf(path, method, documented)),
);

function operationOf(path: string, method: string, { operationId, "x-authz": authz, parameters = [], requestBody }: Documented): Operation {
  const said = requestBody?.content["application/json"]?.schema;
  const body = said?.anyOf?.[0] ?? said; // of several inputs the first
  const namesIn = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name);
  const schemas = parameters.map(({ name, schema, in: place }) => [name, place === "path" ? { minLength: 1, ...schema } : schema] as const);
  const input: Schema = {
    type: "object",
    properties: { ...Object.fromEntries(schemas), ...body?.properties },
    required: [...parameters.filter(({ required }) => required).map(({ name }) => name), ...(body?.required ?? [])],
  };
  const upper = method.toUpperCase() as Operation["method"];
  return { operationId, method: upper, path, authz, input, inPath: namesIn("path"), inQuery: namesIn("query") };
}

export function operationNamed(operationId: string): Operation {
  const found = operations.find((one) => one.operationId === operationId);
  if (!found) throw new Error(`the API has no operation ${operationId}`);
  return found;
}

/** The request that tells an operation this input: each value where the document puts it. */
export function requestOf(
  { method, path, inPath, inQuery }: Operation,
  input: Input,
): { method: Operation["method"]; url: string; body?: Input } {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const pick = (wanted: (name: string) => boolean) => Object.fromEntries(Object.entries(input).filter(([name]) => wanted(name)));
  const query = new URLSearchParams(pick((name) => inQuery.includes(name)) as Record<string, string>).toString();
  const body = pick((name) => !inPath.includes(name) && !inQuery.includes(name));
  return { method, url: query ? `${url}?${query}` : url, ...(Object.keys(body).length > 0 && { body }) };
}

/** An input with what is required and nothing else, as small as the schema allows; `idOf` gives ids, by the name of their field. */
export function smallestInput({ input }: Pick<Operation, "input">, idOf: (field: string) => string): Input {
  return smallest(input, "", idOf) as Input;
}

function smallest(schema: Schema, field: string, idOf: (field: string) => string): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.some(({ type }) => type === "null") ? null : smallest(choices[0]!, field, idOf);
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries((schema.required ?? []).map((name) => [name, smallest(schema.properties![name]!, name, idOf)]));
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => smallest(schema.items!, field, idOf));
    case "string":
      return smallestText(schema, field, idOf);
    case "integer":
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    default:
      return null;
  }
}

function smallestText({ format, minLength = 0 }: Schema, field: string, idOf: (field: string) => string): string {
  if (format === "uuid") return idOf(field);
  if (format === "date-time") return "2027-06-18T18:00:00.000Z";
  if (format?.endsWith("email")) return "somebody@people.test";
  return "x".repeat(minLength);
}
