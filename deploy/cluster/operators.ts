import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Failed } from "../failed.ts";
import { definitionOf, NEIGHBOUR_KINDS, OPERATOR_KINDS } from "../helm/operator-kinds.ts";
import { readValues, render, type KubernetesObject } from "../helm/render.ts";
import { must, NAMESPACE, until, type Cluster } from "./cluster.ts";

const neighbours = ["cloud-native-pg", "external-secrets"].map(
  (name) => parse(readFileSync(join(import.meta.dirname, `../helm/operators/${name}.yaml`), "utf8")) as KubernetesObject,
);

/** Gives the API server the kinds of KEDA, the Prometheus operator, CloudNativePG and External Secrets, and asks it about each object of ours. */
export async function operatorsTakeOurs({ kubectl }: Cluster): Promise<string> {
  const kinds = [...OPERATOR_KINDS, ...NEIGHBOUR_KINDS];
  for (const kind of kinds) {
    // A status in a file, as some generators write it, is not the server's.
    const { status: _, ...definition } = await definitionOf<{ metadata: { name: string }; status?: unknown }>(kind);
    await must(kubectl(["apply", "--server-side", "-f", "-"], definition));
    const { name } = definition.metadata;
    // kubectl fails at once, instead of waiting, where the server has not written any conditions yet.
    const established = ["wait", "--for=condition=Established", `crd/${name}`, "--timeout=10s"];
    await until(`${name} is served`, async () => (await kubectl(established)).code === 0, 30_000);
  }
  const { objects, refusal } = render(readValues("ci/by-sockets.yaml"));
  if (refusal) throw new Failed(refusal);
  const isTheirs = (one: KubernetesObject) => kinds.some(({ api, kind }) => one.apiVersion === api && one.kind === kind);
  const ours = [...objects.filter(isTheirs), ...neighbours];
  const missing = kinds.filter(({ kind }) => !ours.some((one) => one.kind === kind));
  if (missing.length > 0) throw new Failed(`nothing of ours is a ${missing.map(({ kind }) => kind).join(", ")}`);
  const here = ({ metadata, ...rest }: KubernetesObject) => ({ ...rest, metadata: { ...metadata, namespace: NAMESPACE } });
  const ask = (one: object) => kubectl(["apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-"], one);
  for (const one of ours) {
    await must(ask(here(one)));
    const { code, said } = await ask(here({ ...one, spec: { ...one.spec, tpyo: 1 } }));
    if (code === 0 || !/tpyo|unknown field/.test(said)) throw new Failed(`${one.kind}: a field that nobody knows is taken\n${said}`);
  }
  return `${ours.length} objects of ${kinds.length} kinds`;
}
