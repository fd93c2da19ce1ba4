import type { Invoked } from "../../history.ts";
import type { EventTimeline, Intent } from "../timeline.ts";
import type { Body } from "../entry.ts";
import { modelOf } from "../kinds.ts";
import { canonical, difference } from "../difference.ts";
import type { Report } from "../verdict.ts";

/** C5: a command has one effect and one answer, however often it is sent; other words under its id are refused. */
export function exactlyOnce(event: EventTimeline, report: Report): void {
  for (const intent of event.intents.values()) {
    judgeEffect(intent, report);
    judgeAnswers(intent, report);
    judgeRecord(event, intent, report);
  }
}

function judgeEffect({ commandId, entries }: Intent, report: Report) {
  const heads = entries.filter(({ body }) => !isInSeries(body));
  if (heads.length > 1) return report(`Command ${commandId} has ${heads.length} effects`, ...heads);
  const apart = entries.findIndex(({ seq }, at) => at > 0 && seq !== entries[at - 1]!.seq + 1);
  if (apart > 0) return report(`Command ${commandId} has effects apart from each other`, entries[apart - 1], entries[apart]);
  const invited = new Map<string, unknown>();
  for (const entry of entries) {
    const guestId = entry.body.type === "guest.invited" ? entry.body.guest?.guestId : undefined;
    if (guestId && invited.has(guestId)) return report(`Command ${commandId} invited ${guestId} twice`, invited.get(guestId), entry);
    if (guestId) invited.set(guestId, entry);
  }
}

function isInSeries(body: Body): boolean {
  const { isInSeries: said } = modelOf(body.type);
  return typeof said === "function" ? said(body) : said;
}

function judgeAnswers({ commandId, tries }: Intent, report: Report) {
  const committed = tries.filter(({ answered }) => answered?.outcome === "committed");
  const first = committed[0];
  for (const other of committed.slice(1)) {
    const evidence = [first!.invoked, first!.answered, other.invoked, other.answered];
    const wrong =
      difference(first!.answered!.seq, other.answered!.seq, "seq") ?? difference(first!.answered!.result, other.answered!.result, "result");
    if (wrong) report(`Command ${commandId} was answered twice, differently: ${wrong}`, ...evidence);
    if (wordsOf(first!.invoked) !== wordsOf(other.invoked)) report(`Command ${commandId} was accepted with other words`, ...evidence);
    if (first!.invoked.actor !== other.invoked.actor) report(`Command ${commandId} was accepted from somebody else`, ...evidence);
  }
}

const wordsOf = ({ command, input }: Invoked) => `${command} ${canonical(input)}`;

/** The record by which a retry is known commits with the effect, and says the same. */
function judgeRecord(event: EventTimeline, { commandId, entries, tries }: Intent, report: Report) {
  const rows = event.results.get(commandId) ?? [];
  const last = entries.at(-1);
  if (rows.length > 1) report(`Command ${commandId} is recorded ${rows.length} times`, ...rows);
  if (last && rows.length === 0) return report(`Command ${commandId} has an effect and no record of its answer`, last);
  const [row] = rows;
  if (!row) return;
  if (last && Number(row["seq"]) !== last.seq) report(`Command ${commandId} is recorded at ${String(row["seq"])}`, row, last);
  const answered = tries.find((one) => one.answered?.outcome === "committed")?.answered;
  const recorded = (row["result"] ?? {}) as Record<string, unknown>;
  for (const key of answered?.result ? Object.keys(recorded) : []) {
    const wrong = difference(recorded[key], answered!.result![key], key);
    if (wrong) report(`Command ${commandId} was answered otherwise than recorded: ${wrong}`, row, answered);
  }
}
