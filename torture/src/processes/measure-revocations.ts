import { setTimeout as sleep } from "node:timers/promises";
import { judge } from "../checker/judge.ts";
import { verdictText } from "../checker/verdict-text.ts";
import type { History, HistoryRecord } from "../history.ts";
import { recordFigures } from "../ledger.ts";
import { withCluster, type Cluster } from "./cluster.ts";
import { readTables } from "./final-state.ts";
import { withClient } from "./postgres-server.ts";
import { intent } from "./intents.ts";
import { startActivity, type Activity } from "./activity.ts";
import { takeBack } from "./host-activity.ts";
import { keepRedRound } from "./red-round.ts";
import { quantile } from "./figures.ts";
import { sendUntilKnown } from "./send-command.ts";

/** Removals at one event before it is judged and another begins, and how many hosts' hands remove at once. */
const AT_ONE_EVENT = 400;
const HANDS = 6;
/** Before the snapshot at the end is taken (ms). */
const QUIET = 1_500;
const plan = { guests: 60, mailed: 0, visitors: 0, capacity: 40, waitlistRule: "strict", visibility: "link" } as const;

/** Removes guests who read and write while they are removed, takes them back, and has every frame judged. */
export async function measureRevocations(wanted: number, record: boolean, say: (line: string) => void): Promise<number> {
  const delays: number[] = [];
  let removals = 0;
  let frames = 0;
  let reds = 0;
  await withCluster({ servers: 2, seed: "revocations" }, async (cluster) => {
    for (let batch = 0; removals < wanted; batch++) {
      const history = await removeMany(cluster, batch, Math.min(AT_ONE_EVENT, wanted - removals));
      const verdict = judge(history);
      removals += verdict.counted.revocations;
      frames += verdict.counted.frames;
      delays.push(...endings(history.records));
      if (verdict.violations.length > 0) {
        reds++;
        say(verdictText(verdict));
        say(keepRedRound(history));
      }
      say(`${removals}/${wanted} removals, ${frames} frames judged, ${reds === 0 ? "none after a removal" : "RED"}`);
    }
  });
  const ms = (share: number) => Math.round(quantile(delays, share));
  say(
    `\nfrom the removal's acknowledgement to the reader's end (ms): p50 ${ms(0.5)}, p99 ${ms(0.99)}, p99.9 ${ms(0.999)}, of ${delays.length}`,
  );
  if (record)
    await recordFigures("revocations", { removals, frames, red: reds, endedAfter: { p50: ms(0.5), p99: ms(0.99), p999: ms(0.999) } });
  return reds > 0 ? 1 : 0;
}

async function removeMany(cluster: Cluster, batch: number, count: number): Promise<History> {
  const activity = await startActivity({ cluster, seed: `revocations ${batch}`, plans: [plan], withHosts: false, reads: () => true });
  const [gathering] = activity.gatherings;
  let left = count;
  const hand = async (index: number) => {
    while (left-- > 0) await putOutAndTakeBack(activity, index);
  };
  await sleep(500);
  await Promise.all(Array.from({ length: HANDS }, async (_, index) => hand(index)));
  await activity.calm();
  const healedAt = activity.recorder.now();
  await sleep(QUIET);
  const tables = await withClient(cluster.postgres.url, (client) => readTables(client, [gathering!.eventId]));
  const history = { seed: batch, records: [...activity.recorder.records], final: { ...tables, healedAt, snapshots: [], mails: [] } };
  await activity.stop();
  return history;
}

async function putOutAndTakeBack({ scene, gatherings: [gathering] }: Activity, hand: number): Promise<void> {
  const host = gathering.hosts[hand % gathering.hosts.length]!;
  // Each hand has guests of its own: two who remove the same one would wait for each other.
  const mine = gathering.guests.filter(({ guestId, link, isChanging }, at) => at % HANDS === hand && guestId && !link && !isChanging);
  if (mine.length === 0) return sleep(20);
  const guest = host.random.pick(mine);
  const removed = await sendUntilKnown(scene, host, intent(host, "removeGuest", { guestId: guest.guestId! }));
  await sleep(host.random.int(10, 80));
  if (removed.outcome === "committed") await takeBack(scene, host, guest, false);
}

/** How long after a removal was acknowledged its readers were told that it is over. */
function endings(records: HistoryRecord[]): number[] {
  const ops = new Map<number, string>();
  const removedAt = new Map<string, number>();
  const readerOf = new Map<number, string | null>();
  const found: number[] = [];
  for (const record of records) {
    if (record.kind === "invoked" && record.command === "removeGuest") ops.set(record.op, String(record.input["guestId"]));
    if (record.kind === "answered" && record.outcome === "committed" && ops.has(record.op)) removedAt.set(ops.get(record.op)!, record.t);
  }
  for (const record of records) {
    if (record.kind === "opened") readerOf.set(record.line, record.reader.guestId);
    if (record.kind !== "received" || record.frame.type !== "ended") continue;
    const at = removedAt.get(readerOf.get(record.line) ?? "");
    if (at !== undefined) found.push(Math.max(0, record.t - at));
  }
  return found;
}
