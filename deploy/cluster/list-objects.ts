import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { Failed } from "../failed.ts";

/** Where the API has what is asked for again and again. */
const paths = {
  pods: "api/v1",
  deployments: "apis/apps/v1",
  jobs: "apis/batch/v1",
  horizontalpodautoscalers: "apis/autoscaling/v2",
  poddisruptionbudgets: "apis/policy/v1",
  endpointslices: "apis/discovery.k8s.io/v1",
} as const;

export type ListedKind = keyof typeof paths;

/** What the API server of an address says of a kind's objects in a namespace. Its certificate is its own; the token is the operator's. */
export type ListObjects = <T>(kind: ListedKind, namespace: string, selector?: string) => Promise<T[]>;

/** Without kubectl, whose start takes more than the question. */
export function listObjects(server: string, token: string): { list: ListObjects; close(): void } {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  return {
    async list<T>(kind: ListedKind, namespace: string, selector = "") {
      const url = `${server}/${paths[kind]}/namespaces/${namespace}/${kind}?labelSelector=${encodeURIComponent(selector)}`;
      const incoming = await new Promise<IncomingMessage>((done, fail) => {
        const asked = request(url, { agent, headers: { authorization: `Bearer ${token}` }, timeout: 10_000 }, done);
        asked.on("error", fail).on("timeout", () => asked.destroy(new Failed("the API server does not answer")));
        asked.end();
      });
      const body = await text(incoming);
      if (incoming.statusCode !== 200) throw new Failed(`the API server says ${incoming.statusCode} of ${kind}: ${body.slice(0, 200)}`);
      return (JSON.parse(body) as { items: T[] }).items;
    },
    close: () => agent.destroy(),
  };
}
