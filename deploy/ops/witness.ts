import { Failed } from "../failed.ts";
import { untilSignalled } from "../until-signalled.ts";
import { watchLeader } from "../zones/witness.ts";

export const about =
  "Looks after the leader of a database that Patroni manages, and gives its place up when nobody reaches it; runs all the time";
export const usage = `

ETCD_HOSTS     URLs of etcd's members, with a comma between
PATRONI_SCOPE  the cluster's name`;

export async function run(args: string[]): Promise<void> {
  const { ETCD_HOSTS: hosts, PATRONI_SCOPE: scope } = process.env;
  if (args.length > 0 || !hosts || !scope) throw new Failed(`npm run ops -- witness ${usage}`);
  const etcd = hosts.split(",").map((one) => one.trim());
  await watchLeader({ etcd, scope, tell: (what) => console.log(what) }, untilSignalled());
}
