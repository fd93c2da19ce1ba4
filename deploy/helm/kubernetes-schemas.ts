import { Ajv, type ValidateFunction } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
}

export type Schemas = Record<string, Schema>;

/** The objects that the chart makes, by the API that has them. */
export const KINDS: Record<string, string[]> = {
  v1: ["Service", "ServiceAccount", "Pod"],
  "apps/v1": ["Deployment"],
  "batch/v1": ["Job"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "policy/v1": ["PodDisruptionBudget"],
  "networking.k8s.io/v1": ["NetworkPolicy", "Ingress"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
};

/** A definition's name ends in its version and kind. */
export const isOfKind = (name: string, api: string, kind: string) => name.endsWith(`.${api.split("/").at(-1)}.${kind}`);

export const schemasFile = join(import.meta.dirname, "kubernetes-schemas.json");
const PREFIX = "#/components/schemas/";

/** What the API's description says of these kinds and of all that is in them, without its words. */
export function reduce(all: Schemas, kinds: string[]): Schemas {
  const kept: Schemas = {};
  const waiting = Object.keys(all).filter((name) => kinds.includes(name));
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    if (kept[name]) continue;
    kept[name] = bare(all[name]!);
    waiting.push(...Array.from(JSON.stringify(kept[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g), ([, inner]) => inner!));
  }
  return kept;
}

/** Closed: a field that the API does not know is refused, as by a server that is asked to be strict. */
export function bare(schema: Schema): Schema {
  if (schema.$ref) return { $ref: schema.$ref.replace(PREFIX, "#/definitions/") };
  if (schema.allOf?.length === 1) return bare(schema.allOf[0]!);
  // Nobody writes these, and they bring a third of the definitions along.
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => !["status", "managedFields"].includes(name));
  const inner = schema.additionalProperties;
  return {
    ...(schema.oneOf ? { oneOf: schema.oneOf.map(({ type }) => ({ type: type! })) } : schema.type && { type: schema.type }),
    ...(schema.properties && {
      properties: Object.fromEntries(properties.map(([name, one]) => [name, bare(one)])),
      ...(schema.required && { required: schema.required }),
      additionalProperties: false,
    }),
    ...(schema.enum && { enum: schema.enum }),
    ...(schema.items && { items: bare(schema.items) }),
    ...(typeof inner === "object" && { additionalProperties: bare(inner) }),
  };
}

/** What Kubernetes 1.36 or an operator has against an object, by its published description. Throws for a kind that is not described. */
export function kubernetesFaults(): (object: { apiVersion: string; kind: string }) => string[] {
  const definitions = JSON.parse(readFileSync(schemasFile, "utf8")) as Schemas;
  const ajv = new Ajv({ allErrors: true, strict: false });
  const validators = new Map<string, ValidateFunction>();
  return (object) => {
    const name = Object.keys(definitions).find((one) => isOfKind(one, object.apiVersion, object.kind));
    if (!name) throw new Error(`${object.apiVersion} ${object.kind} is not described`);
    let validate = validators.get(name);
    if (!validate) validators.set(name, (validate = ajv.compile({ $ref: `#/definitions/${name}`, definitions })));
    validate(object);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  };
}
