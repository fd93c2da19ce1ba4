import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { definitionOf, OPERATOR_KINDS, sourceOf } from "../helm/operator-kinds.ts";
import { bare, isOfKind, KINDS, reduce, schemasFile, type Schema, type Schemas } from "../helm/kubernetes-schemas.ts";

export const about =
  "Writes what Kubernetes and the operators say of the objects that the chart makes (needs Go, which fetches their descriptions)";

const KUBERNETES = "k8s.io/kubernetes@v1.36.3";

export async function run(): Promise<void> {
  const described: Schemas = { ...(await ownKinds()), ...(await operatorKinds()) };
  const lines = Object.entries(described)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
  writeFileSync(schemasFile, `{\n${lines.join(",\n")}\n}\n`);
}

async function ownKinds(): Promise<Schemas> {
  const folder = join(await sourceOf(KUBERNETES), "api/openapi-spec/v3");
  const parts = Object.entries(KINDS).map(([api, kinds]) => {
    const file = api.includes("/") ? `apis__${api.replace("/", "__")}` : `api__${api}`;
    const { components } = JSON.parse(readFileSync(join(folder, `${file}_openapi.json`), "utf8")) as { components: { schemas: Schemas } };
    const ours = Object.keys(components.schemas).filter((name) => kinds.some((kind) => isOfKind(name, api, kind)));
    return reduce(components.schemas, ours);
  });
  return Object.assign({}, ...parts) as Schemas;
}

interface Definition {
  spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

async function operatorKinds(): Promise<Schemas> {
  const described = OPERATOR_KINDS.map(async (one) => {
    const [group, version] = one.api.split("/") as [string, string];
    const { spec } = await definitionOf<Definition>(one);
    const { schema } = spec.versions.find(({ name }) => name === version)!;
    return [`${group}.${version}.${one.kind}`, bare(schema.openAPIV3Schema)] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}
