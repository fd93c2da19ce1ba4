import { Failed } from "../failed.ts";
import { absenceAt, seconds } from "./outcome.ts";
import { redisLoss, type RedisLoss, type Victim } from "./redis-loss.ts";

/** How long readers may wait for a change while Redis is away (ms), and servers take to use it again. */
export const BEHIND_AT_MOST = 2_500;
export const USED_AGAIN_WITHIN = 10_000;

/** Loses Redis as often as asked; then, as a control, a server: sockets have to end. */
export async function judgeRedisLoss(runs: number): Promise<void> {
  const told = async (name: string, victim: Victim) => {
    const loss = await redisLoss(victim);
    const { requests, failedRequests, lost, doubled, gone, absences, behind, usedAgain } = loss;
    console.log(`${name}: ${failedRequests.length} of ${requests} requests failed, ${lost} entries lost, ${doubled} doubled`);
    console.log(`  ${absences.length} sockets ended (away for ${seconds(absenceAt(loss, 1))} at most), ${gone} readers gone`);
    console.log(`  behind for ${seconds(behind)} at most meanwhile; used again after ${seconds(usedAgain)}`);
    return loss;
  };
  const losses: RedisLoss[] = [];
  while (losses.length < runs) losses.push(await told(`run ${losses.length + 1}`, "Redis"));
  const control = await told("control: a server is killed", "a server");
  const faults = [
    ...losses.flatMap((loss, at) => faultsIn(loss).map((fault) => `run ${at + 1}: ${fault}`)),
    ...(control.absences.length > 0 ? [] : ["no socket ended in the control: nothing is shown"]),
  ];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("loss of Redis: nothing was lost and no socket ended, and where a server is lost, they do");
}

/** What is not as it has to be. */
export function faultsIn({ failedRequests, failedHandshakes, absences, lost, doubled, gone, behind, usedAgain }: RedisLoss): string[] {
  const first = (what: string, all: string[]) => (all.length === 0 ? [] : [`${all.length} ${what} failed: ${all[0]}`]);
  return [
    ...first("requests", failedRequests),
    ...first("handshakes", failedHandshakes),
    ...(absences.length === 0 ? [] : [`${absences.length} sockets ended`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(behind <= BEHIND_AT_MOST ? [] : [`readers were behind for ${seconds(behind)}`]),
    ...(usedAgain <= USED_AGAIN_WITHIN ? [] : [`used again only after ${seconds(usedAgain)}`]),
  ];
}
