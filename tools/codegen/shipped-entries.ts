import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EntryBody } from "../../contract/src/log.ts";

const file = join(resolve(import.meta.dirname, "../.."), "contract/src/shipped-entries.json");

/** The samples that are there, which never change, and one of each kind that has none yet, or has grown since. */
export async function shippedEntries(): Promise<string> {
  const samples = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown[]>;
  for (const kind of EntryBody.options) {
    const { value: type } = kind.shape.type;
    samples[type] = withAllFields(samples[type] ?? [], sampleOf(kind.toJSONSchema() as JsonSchema));
  }
  return `${JSON.stringify(samples, null, 1)}\n`;
}

/** The same samples, and this one more where it has a field that none of them has. */
export function withAllFields(samples: unknown[], whole: unknown): unknown[] {
  const known = new Set(samples.flatMap((sample) => fieldsOf(sample)));
  return fieldsOf(whole).every((field) => known.has(field)) && samples.length > 0 ? samples : [...samples, whole];
}

/** As paths: `message.author.name`. */
function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [name, ...fieldsOf(field).map((inner) => `${name}.${inner}`)]);
}

interface JsonSchema {
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  minimum?: number;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
}

/** Texts of all forms that entries have; the first that fits is taken. */
const texts = [
  "Shall I bring a cake?",
  "00000000-0000-4000-8000-000000000005",
  "2030-05-02T10:00:00.000Z",
  "2030-05-02T10:00",
  "0000000a",
  "https://example.org/room",
];

/** A value of a schema, with all of its fields, and none of them null. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sampleOf(choices.find(({ type }) => type !== "null")!);
  switch ([schema.type].flat()[0]) {
    case "object":
      if (schema.propertyNames) return { [String(sampleOf(schema.propertyNames))]: sampleOf(schema.additionalProperties as JsonSchema) };
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, field]) => [name, sampleOf(field)]));
    case "array":
      return [sampleOf(schema.items!)];
    case "string":
      return schema.format === "uri" ? texts.at(-1) : texts.find((text) => new RegExp(schema.pattern ?? "", "u").test(text));
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    default:
      throw new Error(`no sample of ${JSON.stringify(schema)}: write one by hand`);
  }
}
