import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { cached, run } from "../containers.ts";
import { goProgram } from "../gates/locked-tools.ts";

/** A kind of object that an operator brings, and the Go module in which it describes it. */
interface OperatorKind {
  api: string;
  kind: string;
  module: string;
  folder: string;
}

/** Those that the chart makes. */
export const OPERATOR_KINDS: OperatorKind[] = [
  { api: "keda.sh/v1alpha1", kind: "ScaledObject", module: "github.com/kedacore/keda/v2@v2.20.2", folder: "config/crd/bases" },
  ...["PodMonitor", "PrometheusRule"].map((kind) => ({
    api: "monitoring.coreos.com/v1",
    kind,
    module: "github.com/prometheus-operator/prometheus-operator@v0.85.0",
    folder: "example/prometheus-operator-crd",
  })),
];

/** Those of `operators/`, beside the chart. */
export const NEIGHBOUR_KINDS: OperatorKind[] = [
  {
    api: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    module: "github.com/cloudnative-pg/cloudnative-pg@v1.27.1",
    folder: "config/crd/bases",
  },
  {
    api: "external-secrets.io/v1",
    kind: "ExternalSecret",
    module: "github.com/external-secrets/external-secrets@v0.16.2",
    folder: "config/crds/bases",
  },
];

/** Where the source of a Go module is, fetched at the first call. */
export async function sourceOf(module: string): Promise<string> {
  const said = await run(await goProgram(), ["mod", "download", "-json", module], { cwd: cached("kubernetes") });
  return (JSON.parse(said) as { Dir: string }).Dir;
}

/** What an operator's authors publish of a kind: a CustomResourceDefinition. */
export async function definitionOf<Definition>({ api, kind, module, folder }: OperatorKind): Promise<Definition> {
  const file = join(await sourceOf(module), folder, `${api.split("/")[0]}_${kind.toLowerCase()}s.yaml`);
  return parse(readFileSync(file, "utf8")) as Definition;
}
