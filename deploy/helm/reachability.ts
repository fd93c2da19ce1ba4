import type { KubernetesObject } from "./render.ts";

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string };
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number; protocol: string }[];
}

/** Somebody who opens connections, or to whom they are opened. Without labels: an address, outside of the cluster or not. */
export interface Place {
  name: string;
  /** Absent: that of the release. */
  namespace?: string;
  labels?: Record<string, string>;
  /** A network that is reached as one, as in a rule. */
  cidr?: string;
}

const OWN = "events";

const matches = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Record<string, string>) => {
  if (matchExpressions.length > 0) throw new Error("expressions are not understood here");
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
};

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, { namespace = OWN, labels, cidr }: Place): boolean {
  if (ipBlock) return ipBlock.cidr === cidr;
  if (!labels) return false;
  const isInside = namespaceSelector ? matches(namespaceSelector, { "kubernetes.io/metadata.name": namespace }) : namespace === OWN;
  return isInside && matches(podSelector ?? {}, labels);
}

interface Connection {
  at: Place;
  side: "Ingress" | "Egress";
  other: Place;
  port: number;
}

/** Whether the policies that select a place let this connection through on its side. Without any, everything is let through. */
function allows(policies: KubernetesObject[], { at, side, other, port }: Connection): boolean {
  if (!at.labels || (at.namespace ?? OWN) !== OWN) return true;
  const ours = policies.filter(({ spec }) => spec.policyTypes.includes(side) && matches(spec.podSelector, at.labels!));
  if (ours.length === 0) return true;
  const rules = ours.flatMap(({ spec }) => (side === "Ingress" ? spec.ingress : spec.egress) ?? []) as Rule[];
  return rules.some(({ from, to, ports }) => {
    const peers = side === "Ingress" ? from : to;
    return (!peers || peers.some((one) => isPeer(one, other))) && (!ports || ports.some((one) => one.port === port));
  });
}

/** By the NetworkPolicies among the objects. */
export function canReach(objects: KubernetesObject[], from: Place, to: Place, port: number): boolean {
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
  return (
    allows(policies, { at: from, side: "Egress", other: to, port }) && allows(policies, { at: to, side: "Ingress", other: from, port })
  );
}
