import type { KubernetesObject } from "../helm/render.ts";

export interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  failureThreshold: number;
  timeoutSeconds: number;
}

/** A pod for `podman kube play`, and what a kubelet does for it besides, which Podman does not do. */
export interface Playable {
  part: string;
  pod: KubernetesObject;
  /** Ports of its container by name. */
  ports: Record<string, number>;
  probes: { startup?: Probe; readiness?: Probe; liveness?: Probe };
  /** How long it works on before it is told to stop (s). */
  notice: number;
  /** How long it has from then until it is killed (s). */
  grace: number;
  memory: string;
}

interface Surroundings {
  /** The folder with the Secret's files, since Podman mounts no Secrets. */
  secrets: string;
  /** Addresses of names that Services or a DNS would have. */
  hosts: Record<string, string>;
  /** Settings that differ, by name. */
  env?: Record<string, string>;
}

/** The pod of a rendered Deployment, Job or Pod, as Podman 4 can play it. */
export function playable({ kind, metadata, spec }: KubernetesObject, { secrets, hosts, env = {} }: Surroundings): Playable {
  const part = metadata.labels["app.kubernetes.io/component"]!;
  const { volumes, topologySpreadConstraints: _placed, ...pod } = kind === "Pod" ? spec : spec.template.spec;
  const [{ startupProbe, readinessProbe, livenessProbe, lifecycle, ports = [], ...container }] = pod.containers;
  const known = { ...(startupProbe && { startup: startupProbe }), ...(readinessProbe && { readiness: readinessProbe }) };
  return {
    part,
    ports: Object.fromEntries(ports.map((one: { name: string; containerPort: number }) => [one.name, one.containerPort])),
    probes: { ...known, ...(livenessProbe && { liveness: livenessProbe }) },
    notice: lifecycle?.preStop.sleep.seconds ?? 0,
    grace: (pod.terminationGracePeriodSeconds ?? 30) - (lifecycle?.preStop.sleep.seconds ?? 0),
    memory: container.resources.limits.memory,
    pod: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `turnout-pods-${part}`, labels: metadata.labels },
      spec: {
        ...pod,
        restartPolicy: "Never",
        hostAliases: Object.entries(hosts).map(([name, ip]) => ({ ip, hostnames: [name] })),
        // An emptyDir's limit is Kubernetes' own.
        volumes: volumes?.map((one: Record<string, unknown>) =>
          one.secret ? { name: one.name, hostPath: { path: secrets, type: "Directory" } } : { name: one.name, emptyDir: {} },
        ),
        containers: [
          {
            ...container,
            env: container.env.map((one: { name: string; value: string }) => ({ ...one, value: env[one.name] ?? one.value })),
          },
        ],
      },
    },
  };
}

/** Bytes of a quantity such as 512Mi. */
export function bytesOf(quantity: string): number {
  const [, amount, unit] = /^(\d+)(Ki|Mi|Gi|)$/.exec(quantity)!;
  return Number(amount) * 1_024 ** ["", "Ki", "Mi", "Gi"].indexOf(unit!);
}
