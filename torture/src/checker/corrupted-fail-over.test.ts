import { expect, test } from "vitest";
import type { Received } from "../history.ts";
import { caught, type Corrupted } from "./corruption.test-support.ts";
import type { Message } from "./chat-model.ts";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { EPOCH } from "./model-server.test-support.ts";
import { verdictText } from "./verdict-text.ts";

const NEXT_EPOCH = "00000000-0000-4000-8000-0000000001d0";
const GUEST_3 = 5;

/** In the end a standby took over that had everything: whoever was still following is told. */
function tookOver({ history }: Pick<Corrupted, "history">) {
  const { final, records } = history;
  for (const { snapshot } of final.snapshots) if (snapshot) snapshot.epoch = NEXT_EPOCH;
  const told = new Set(records.flatMap((one) => (one.kind === "received" && /^(ended|reset)$/.test(one.frame.type) ? [one.line] : [])));
  const open = new Map(records.flatMap((one) => (one.kind === "opened" && !told.has(one.line) ? [[one.line, one.eventId]] : [])));
  for (const [line, eventId] of open)
    records.push({ kind: "received", t: records.length, line, frame: { type: "reset", eventId, reason: "epoch" } });
  Object.assign(final, { epoch: NEXT_EPOCH, continues: [EPOCH], renewedBy: records.length });
}

const firstMessage = ({ frames }: Corrupted) =>
  frames(GUEST_3)
    .flatMap(({ frame }) => frame.entries)
    .find(({ body }) => body.type === "chat.posted")!.body.message as Message;

test("an epoch that continues without a loss is judged, and has no violations", async () => {
  const history = structuredClone(await aLivelyRound());
  tookOver({ history });
  const { violations } = judge(history);
  expect(violations, verdictText(judge(history))).toEqual([]);
});

caught("C3", "words that were shown before a standby took over, and that it does not have", (corrupted) => {
  tookOver(corrupted);
  firstMessage(corrupted).text = "lost words";
});
caught("C4", "a snapshot given before a standby took over, of what it does not have", (corrupted) => {
  tookOver(corrupted);
  Object.assign(corrupted.snapshots("Guest 3")[0]!["tally"]!, { going: 77 });
});
caught("C12", "a reader who is never told that another took over", (corrupted) => {
  tookOver(corrupted);
  const resets = corrupted.history.records.filter((one): one is Received => one.kind === "received" && one.frame["reason"] === "epoch");
  corrupted.drop(resets.at(-1));
});
caught("C12", "readers who are sent entries of the epoch before, when all should know that a standby took over", (corrupted) => {
  tookOver(corrupted);
  const { records, final } = corrupted.history;
  final.renewedBy = records.findLast((one) => one.kind === "received" && one.frame.type === "entries")!.t - 1;
});

test("an epoch that was not continued cannot be judged", async () => {
  const history = structuredClone(await aLivelyRound());
  tookOver({ history });
  delete history.final.continues;
  const line = history.records.find((one) => one.kind === "received" && one.line === GUEST_3 && one.frame.type === "entries") as Received;
  (line.frame as unknown as { entries: unknown[] }).entries = [];
  expect(judge(history).violations).toEqual([]);
});
