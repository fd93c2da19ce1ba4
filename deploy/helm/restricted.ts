interface Pod {
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: Context;
  volumes?: Record<string, unknown>[];
  containers: { name: string; securityContext?: Context; ports?: { hostPort?: number }[] }[];
}

interface Context {
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seccompProfile?: { type: string };
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  capabilities?: { add?: string[]; drop?: string[] };
}

const VOLUMES = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

/** What the Pod Security Standard "restricted" refuses in a pod, and a root file system that can be written to. */
export function restrictedFaults(pod: Pod): string[] {
  const { securityContext: all = {}, volumes = [], containers } = pod;
  const host = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((name) => pod[name]);
  const odd = volumes.flatMap((one) => Object.keys(one).filter((key) => key !== "name" && !VOLUMES.includes(key)));
  return [...host, ...odd, ...containers.flatMap(({ name, ...one }) => containerFaults(all, one).map((fault) => `${name}: ${fault}`))];
}

function containerFaults(all: Context, { securityContext: own = {}, ports = [] }: Omit<Pod["containers"][0], "name">): string[] {
  const { runAsNonRoot, runAsUser, seccompProfile } = { ...all, ...own };
  const { add = [], drop = [] } = own.capabilities ?? {};
  return [
    ...(runAsNonRoot && runAsUser !== 0 ? [] : ["may run as root"]),
    ...(["RuntimeDefault", "Localhost"].includes(seccompProfile?.type ?? "") ? [] : ["has no seccomp profile"]),
    ...(own.privileged ? ["is privileged"] : []),
    ...(own.allowPrivilegeEscalation === false ? [] : ["may gain privileges"]),
    ...(drop.includes("ALL") && add.every((one) => one === "NET_BIND_SERVICE") ? [] : ["keeps capabilities"]),
    ...(own.readOnlyRootFilesystem ? [] : ["can write to its root file system"]),
    ...(ports.some(({ hostPort }) => hostPort) ? ["takes a port of its node"] : []),
  ];
}
