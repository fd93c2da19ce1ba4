import { Failed } from "../failed.ts";
import { failOver } from "../failover/fail-over.ts";

export const about = "Makes the second region the one that is written to: fences the first, promotes the replica, waits until it is ready";
export const usage = `

STANDBY_DATABASE_URL  the replica in the second region, for a role that may call pg_promote
FENCE                 a shell command that makes sure that the first region takes no more changes, and ends with 0 only then
FIRST_DATABASE_URL    the database in the first region, which is asked whether it still takes changes; absent: nobody is asked
READY_URL             /readyz of a server in the second region; absent: nobody waits for it

It cannot be undone: the first region becomes a replica that is made anew.`;

export async function run(args: string[]): Promise<void> {
  if (args.length > 0) throw new Failed(`npm run ops -- fail-over ${usage}`);
  const { env } = process;
  const needed = (name: string) => {
    const value = env[name]?.trim();
    if (!value) throw new Failed(`${name} is missing\n${usage}`);
    return value;
  };
  const { newest, epoch, took } = await failOver({
    standbyUrl: needed("STANDBY_DATABASE_URL"),
    fence: needed("FENCE"),
    firstUrl: env.FIRST_DATABASE_URL?.trim() || null,
    readyUrl: env.READY_URL?.trim() || null,
  });
  const times = Object.entries(took).map(([what, ms]) => `${what} ${(ms / 1_000).toFixed(1)} s`);
  console.log(`the second region is written to: ${times.join(", ")}; epoch ${epoch}`);
  console.log(newest === null ? "it has no change of any event" : `its newest change is of ${newest}: what came after that is lost`);
}
