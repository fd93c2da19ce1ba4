import { readFileSync } from "node:fs";
import { createServer } from "node:https";

/** What metrics-server tells the autoscaler, fed by hand. */
export interface MetricsSource {
  port: number;
  /** Processor time that each of a part's pods uses from now on (millicores). */
  use(part: string, millicores: number): void;
  /** From now on every question is answered with 503. */
  fail(): void;
  recover(): void;
  close(): void;
}

/** The pods of a namespace that match a selector: their names. */
type PodsOf = (namespace: string, selector: string) => Promise<string[]>;

const GROUP = "/apis/metrics.k8s.io/v1beta1";
const RESOURCES = {
  kind: "APIResourceList",
  apiVersion: "v1",
  groupVersion: "metrics.k8s.io/v1beta1",
  resources: [{ name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: ["get", "list"] }],
};

/** Serves metrics.k8s.io as an API service of the cluster. A part nobody spoke of uses nothing. */
export async function openMetricsSource(port: number, tls: { key: string; certificate: string }, podsOf: PodsOf): Promise<MetricsSource> {
  const used = new Map<string, number>();
  let isFailing = false;
  const server = createServer({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate) }, (request, reply) => {
    const send = (status: number, body: unknown) =>
      reply.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const url = new URL(request.url!, "https://localhost");
    const namespace = /^\/namespaces\/([^/]+)\/pods$/.exec(url.pathname.slice(GROUP.length))?.[1];
    if (isFailing || !namespace) {
      send(isFailing ? 503 : 200, isFailing ? { kind: "Status", apiVersion: "v1", status: "Failure", code: 503 } : RESOURCES);
      return;
    }
    const selector = url.searchParams.get("labelSelector") ?? "";
    const part = /app\.kubernetes\.io\/component=([a-z]+)/.exec(selector)?.[1] ?? "";
    const figure = (name: string) => ({
      metadata: { name, namespace },
      timestamp: new Date().toISOString(),
      window: "10s",
      containers: [{ name: part, usage: { cpu: `${used.get(part) ?? 0}m`, memory: "100Mi" } }],
    });
    void podsOf(namespace, selector).then(
      (names) => send(200, { kind: "PodMetricsList", apiVersion: "metrics.k8s.io/v1beta1", metadata: {}, items: names.map(figure) }),
      () => send(500, {}),
    );
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    port,
    use: (part, millicores) => void used.set(part, millicores),
    fail: () => void (isFailing = true),
    recover: () => void (isFailing = false),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
