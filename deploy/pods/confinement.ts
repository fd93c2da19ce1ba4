import { readFileSync } from "node:fs";

/** What a pod of the chart must find itself in, as the kernel tells of its process. */
export function confinementFaults(pid: number, user: number): string[] {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const mounts = readFileSync(`/proc/${pid}/mounts`, "utf8");
  return faultsIn(status, mounts, user);
}

/** `status` and `mounts`: the files of that name in /proc. */
export function faultsIn(status: string, mounts: string, user: number): string[] {
  const value = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1];
  const optionsAt = (place: string) =>
    mounts
      .split("\n")
      .findLast((line) => line.split(" ")[1] === place)
      ?.split(" ")[3]
      ?.split(",") ?? [];
  const wanted: [string, boolean][] = [
    [`its user is ${value("Uid")}, not ${user}`, value("Uid") === String(user)],
    [`its group is ${value("Gid")}, not ${user}`, value("Gid") === String(user)],
    ...["CapEff", "CapPrm", "CapBnd"].map((name): [string, boolean] => [`${name} is ${value(name)}`, /^0+$/.test(value(name) ?? "")]),
    ["it may gain privileges", value("NoNewPrivs") === "1"],
    ["no filter of system calls", value("Seccomp") === "2"],
    ["its root file system can be written to", optionsAt("/").includes("ro")],
    ["/tmp cannot be written to", optionsAt("/tmp").includes("rw")],
  ];
  return wanted.flatMap(([fault, holds]) => (holds ? [] : [fault]));
}
