import { Failed } from "../failed.ts";
import { controls, logBackendDown, whole, withElasticsearch, type Outcome } from "./log-backend-down.ts";

/** Prints what arrived, and fails where a line was lost, came twice or came otherwise, or where a control is not found out. */
export async function judgeLogBackend(): Promise<void> {
  const tell = (line: string) => console.log(line);
  const [outcome, doubled, lost, held, queued] = await withElasticsearch(async (server, folder) => {
    const ours = await logBackendDown(server, folder, whole, tell);
    console.log(told(ours));
    const withoutIds = await logBackendDown(server, folder, controls.doubled, tell);
    console.log(`control, without ids: ${withoutIds.doubled} lines twice`);
    const hidden = await logBackendDown(server, folder, controls.lost, tell);
    console.log(`control, with hidden errors: ${hidden.lost} lines lost`);
    const inMemory = await logBackendDown(server, folder, controls.held, tell);
    console.log(`control, with lines kept in memory: ${inMemory.lost} lines lost`);
    const inQueue = await logBackendDown(server, folder, controls.queued, tell);
    console.log(`control, with a queue on the collector's disk: ${inQueue.lost} lines lost`);
    return [ours, withoutIds, hidden, inMemory, inQueue] as const;
  });
  const faults = [
    ...faultsIn(outcome),
    ...(doubled.doubled > 0 ? [] : ["the control without ids doubled nothing: the drill would not notice"]),
    ...(lost.lost > 0 ? [] : ["the control with hidden errors lost nothing: the drill would not notice"]),
    ...(held.lost > 0 ? [] : ["the control with lines kept in memory lost nothing: the drill would not notice"]),
    ...(queued.lost > 0 ? [] : ["the control with a queue lost nothing: the drill would not notice"]),
  ];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("log back end down: every line arrived once");
}

function told({ written, stored, lost, lostAt, doubled, changed, refused, caughtUp, seen }: Outcome): string {
  const rows = [
    ["written", written],
    ["stored", stored],
    ["lost", [lost, ...lostAt].join(", ")],
    ["doubled", doubled],
    ["changed", changed],
    ["refused by the mapping, kept as text", refused],
    ["caught up after (s)", caughtUp.toFixed(1)],
    [
      "requests while",
      Object.entries(seen)
        .map(([fault, count]) => `${fault} ${count}`)
        .join(", "),
    ],
  ];
  return rows.map(([what, value]) => `${String(what).padEnd(40)}${value}`).join("\n");
}

/** Faults in which nobody reaches the store, so that it sees no requests. */
const UNSEEN = new Set(["refused"]);

/** What of the outcome is not as it has to be. */
export function faultsIn({ written, lost, doubled, changed, refused, seen }: Outcome): string[] {
  return [
    ...(written >= whole.lines ? [] : [`only ${written} lines were written`]),
    ...(lost === 0 ? [] : [`${lost} lines were lost`]),
    ...(doubled === 0 ? [] : [`${doubled} lines came twice`]),
    ...(changed === 0 ? [] : [`${changed} lines came otherwise than they were written`]),
    ...(refused > 0 ? [] : ["the mapping refused nothing: it takes any field"]),
    ...Object.entries(seen).flatMap(([fault, count]) =>
      count > 0 || UNSEEN.has(fault) ? [] : [`nobody wrote while the store had the fault "${fault}"`],
    ),
  ];
}
