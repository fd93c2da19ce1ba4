import { Failed } from "../failed.ts";
import { badMigration, type BadMigration, type Waiter } from "./bad-migration.ts";
import { seconds } from "./outcome.ts";

/** The longest that anybody may wait for an answer while a migration waits (ms): under the time-out of a statement. */
export const ANSWERED_WITHIN = 3_000;

/** Upgrades badly as often as asked: nobody may notice. Then, as a control, with a change that lets everybody wait behind it. */
export async function judgeBadMigration(runs: number): Promise<void> {
  const told = async (name: string, waiter: Waiter) => {
    const outcome = await badMigration(waiter);
    const { requests, failedRequests, lost, doubled, absences, slowest, failing, requiring, left, waiting, isBack } = outcome;
    console.log(`${name}: ${failedRequests.length} of ${requests} requests failed, the slowest answer after ${seconds(slowest)}`);
    console.log(`  ${absences.length} sockets ended, ${lost} entries lost, ${doubled} doubled`);
    console.log(`  migration that fails: ended with ${failing.code} (${failing.said.trim()}), left ${left.join(", ") || "nothing"}`);
    console.log(`  server that requires it: ended with ${requiring.code} (${requiring.said.trim()})`);
    console.log(`  the one that waited ended with ${waiting.code}; a server of before ${isBack ? "starts" : "does not start"} again`);
    return outcome;
  };
  const faults: string[] = [];
  for (let run = 1; run <= runs; run++)
    faults.push(...faultsIn(await told(`run ${run}`, "a migration")).map((fault) => `run ${run}: ${fault}`));
  const control = await told("control: a statement that waits as long as it takes", "a statement without a time-out");
  if (control.failedRequests.length === 0 && control.slowest <= ANSWERED_WITHIN)
    faults.push("nobody noticed the control: nothing is shown");
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("bad migration: the upgrade stopped, nobody noticed, and behind a change without a time-out somebody does");
}

/** What is not as it has to be. */
export function faultsIn(outcome: BadMigration): string[] {
  const { failedRequests, failedHandshakes, absences, lost, doubled, gone, slowest, failing, requiring, left, waiting, isBack } = outcome;
  const first = (what: string, all: string[]) => (all.length === 0 ? [] : [`${all.length} ${what} failed: ${all[0]}`]);
  return [
    ...first("requests", failedRequests),
    ...first("handshakes", failedHandshakes),
    ...(absences.length === 0 ? [] : [`${absences.length} sockets ended`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(slowest <= ANSWERED_WITHIN ? [] : [`somebody waited for ${seconds(slowest)}`]),
    ...(failing.code === 1 && /migration \d{4}_drilled\.sql: /.test(failing.said)
      ? []
      : ["the upgrade does not stop with the migration's name"]),
    ...(requiring.code === 1 && requiring.said.includes("the database lacks migration") ? [] : ["a server starts without the migration"]),
    ...(left.length === 0 ? [] : [`the migration that failed left ${left.join(", ")}`]),
    ...(waiting.code === 0 ? [] : [`the migration that waited ended with ${waiting.code}`]),
    ...(waiting.said.includes("waits for a table") ? [] : ["no migration waited: nothing is shown"]),
    ...(isBack ? [] : ["a server of before does not start again"]),
  ];
}
