import { readFileSync } from "node:fs";
import { Failed, MissingTool } from "../failed.ts";
import { apiServerCertificate, startApiServer } from "../cluster/control-plane.ts";
import { clusterPrograms } from "../cluster/programs.ts";
import { execute } from "../gates/execute.ts";
import { kubernetesProgram } from "../helm/program.ts";

export interface ServiceAccounts {
  address: string;
  /** The certificate of the API server's authority. */
  ca: string;
  add(name: string, namespace: string): Promise<void>;
  remove(name: string, namespace: string): Promise<void>;
  /** A token as pods get theirs. */
  token(name: string, namespace: string, audience: string): Promise<string>;
  close(): Promise<void>;
}

/** Kubernetes' real API server, with an account in the namespace `vault` that may ask it whose a token is. */
export async function openServiceAccounts(folder: string): Promise<ServiceAccounts> {
  const program = kubernetesProgram("kubectl");
  if (!program) throw new MissingTool("skipped: kubectl cannot be had on this machine");
  const { address, kubeconfig, processes } = await startApiServer(await clusterPrograms(), folder);
  const kubectl = async (...args: string[]) => {
    const { code, said } = await execute(program, args, { env: { HOME: folder, KUBECONFIG: kubeconfig } });
    if (code !== 0) throw new Failed(`kubectl ${args.slice(0, 2).join(" ")}: ${said.trim()}`);
    return said.trim();
  };
  const namespaces = new Set<string>();
  const accounts: ServiceAccounts = {
    address,
    ca: readFileSync(apiServerCertificate(folder), "utf8"),
    async add(name, namespace) {
      if (!namespaces.has(namespace)) await kubectl("create", "namespace", namespace);
      namespaces.add(namespace);
      await kubectl("create", "serviceaccount", name, `--namespace=${namespace}`);
    },
    async remove(name, namespace) {
      await kubectl("delete", "serviceaccount", name, `--namespace=${namespace}`);
    },
    token: (name, namespace, audience) =>
      kubectl("create", "token", name, `--namespace=${namespace}`, `--audience=${audience}`, "--duration=1h"),
    close: () => processes.end(),
  };
  try {
    await accounts.add("vault", "vault");
    await kubectl("create", "clusterrolebinding", "vault", "--clusterrole=system:auth-delegator", "--serviceaccount=vault:vault");
    return accounts;
  } catch (error) {
    await processes.end();
    throw error;
  }
}

/** Whom the API server's own tokens are for: Vault asks it with one of these. */
export const API_AUDIENCE = "https://kubernetes.default.svc";
