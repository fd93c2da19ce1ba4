import { execFileSync } from "node:child_process";
import { afterUs } from "../../server/src/testing/child-process.ts";
import { MissingTool } from "../failed.ts";

/** Addresses that are for documents (RFC 5737): nothing else uses them. */
const NET = "198.51.100";
const BRIDGE = "turnout-zones";
/** The command `ip` of the machine, in the namespaces of its network. */
const ip = (...args: string[]) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });

export interface Zone {
  namespace: string;
  address: string;
  /** Nothing gets in or out. */
  cutOff(): void;
  /** The other zones and this one do not reach each other; everybody else reaches it. */
  cutOffFromOthers(): void;
  heal(): void;
}

/** Zones as namespaces of the machine's network, on one bridge; without the right to make them, `MissingTool`. They go when this process does. */
export function openZones(count: number): { zones: Zone[]; close(): void } {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const addressOf = (number: number) => `${NET}.${10 + number}`;
  const namespaceOf = (number: number) => `turnout-zone-${number}`;
  const linkOf = (number: number) => `turnout-zone-${number}`;
  // A server of the database outlives the Patroni that started it.
  const removals = numbers.map(namespaceOf).map((name) => `ip netns pids ${name} | xargs -r kill -KILL; ip netns del ${name}`);
  const removal = [...removals, `ip link del ${BRIDGE}`].join("; ");
  // Those that a killed machine or an earlier run has left.
  execFileSync("/bin/sh", ["-c", `(${removal}) 2>/dev/null; true`]);
  const leftovers = afterUs(`(${removal}) 2>/dev/null`);
  try {
    ip("link", "add", BRIDGE, "type", "bridge");
    ip("address", "add", `${NET}.1/24`, "dev", BRIDGE);
    ip("link", "set", BRIDGE, "up");
  } catch (error) {
    throw new MissingTool(`skipped: networks cannot be made here: ${(error as Error).message}`);
  }
  for (const number of numbers) {
    const namespace = namespaceOf(number);
    ip("netns", "add", namespace);
    ip("link", "add", linkOf(number), "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("link", "set", linkOf(number), "master", BRIDGE, "up");
    ip("-n", namespace, "address", "add", `${addressOf(number)}/24`, "dev", "eth0");
    ip("-n", namespace, "link", "set", "eth0", "up");
    ip("-n", namespace, "link", "set", "lo", "up");
  }
  const zones = numbers.map((number): Zone => {
    const others = numbers.filter((one) => one !== number).map((one) => `${addressOf(one)}/32`);
    let heal = () => {};
    return {
      namespace: namespaceOf(number),
      address: addressOf(number),
      cutOff() {
        ip("link", "set", linkOf(number), "down");
        heal = () => ip("link", "set", linkOf(number), "up");
      },
      cutOffFromOthers() {
        for (const other of others) ip("-n", namespaceOf(number), "route", "add", "blackhole", other);
        heal = () => others.forEach((other) => ip("-n", namespaceOf(number), "route", "del", "blackhole", other));
      },
      heal() {
        heal();
        heal = () => {};
      },
    };
  });
  return {
    zones,
    close() {
      execFileSync("/bin/sh", ["-c", `(${removal}) 2>/dev/null; true`]);
      leftovers.kill("SIGKILL");
    },
  };
}
