import type { HistoryRecord } from "../history.ts";

/** No commands, or none that anybody waits for. */
const unasked = new Set(["makePersonalLink", "malformed"]);

/** How commands ended, each counted once however often it was tried. Of `unknown` ones nobody got to know what became of them. */
export function summaryOf(records: HistoryRecord[]) {
  const commandOf = new Map<number, string>();
  const ends = new Map<string, "committed" | "refused" | "unknown">();
  for (const record of records) {
    if (record.kind === "invoked" && !unasked.has(record.command)) {
      commandOf.set(record.op, record.commandId);
      if (!ends.has(record.commandId)) ends.set(record.commandId, "unknown");
    }
    const commandId = record.kind === "answered" ? commandOf.get(record.op) : undefined;
    if (record.kind !== "answered" || commandId === undefined || record.outcome === "unknown") continue;
    if (ends.get(commandId) !== "committed") ends.set(commandId, record.outcome);
  }
  const all = [...ends.values()];
  const count = (end: string) => all.filter((one) => one === end).length;
  return { commands: all.length, acknowledged: count("committed"), unknown: count("unknown") };
}
