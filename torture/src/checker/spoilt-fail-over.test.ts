import { expect, test } from "vitest";
import type { Received } from "../history.ts";
import { caught, type Spoilt } from "./corruption.test-support.ts";
import type { Message } from "./entry.ts";
import { judge } from "./judge.ts";
import { aLivelyRound } from "./lively-round.test-support.ts";
import { EPOCH } from "./model-server.test-support.ts";
import { tell } from "./tell.ts";

const NEXT_EPOCH = "00000000-0000-4000-8000-0000000001d0";
const GUEST_3 = 5;

/** In the end a standby took over that had everything: whoever was still following is told. */
function tookOver({ history }: Pick<Spoilt, "history">) {
  const { final, records } = history;
  for (const { picture } of final.pictures) if (picture) picture.epoch = NEXT_EPOCH;
  const told = new Set(records.flatMap((one) => (one.kind === "received" && /^(ended|reset)$/.test(one.frame.type) ? [one.line] : [])));
  const open = new Map(records.flatMap((one) => (one.kind === "opened" && !told.has(one.line) ? [[one.line, one.eventId]] : [])));
  for (const [line, eventId] of open)
    records.push({ kind: "received", t: records.length, line, frame: { type: "reset", eventId, reason: "epoch" } });
  Object.assign(final, { epoch: NEXT_EPOCH, continues: [EPOCH], renewedBy: records.length });
}

const firstMessage = ({ frames }: Spoilt) =>
  frames(GUEST_3)
    .flatMap(({ frame }) => frame.entries)
    .find(({ body }) => body.type === "chat.posted")!.body.message as Message;

test("a life that was continued without a loss is judged, and nothing is wrong with it", async () => {
  const history = structuredClone(await aLivelyRound());
  tookOver({ history });
  const { violations } = judge(history);
  expect(violations, tell(judge(history))).toEqual([]);
});

caught("C3", "words that were shown before a standby took over, and that it does not have", (spoilt) => {
  tookOver(spoilt);
  firstMessage(spoilt).text = "lost words";
});
caught("C4", "a picture given before a standby took over, of what it does not have", (spoilt) => {
  tookOver(spoilt);
  Object.assign(spoilt.pictures("guest 3")[0]!["tally"]!, { going: 77 });
});
caught("C12", "a reader who is never told that another took over", (spoilt) => {
  tookOver(spoilt);
  const resets = spoilt.history.records.filter((one): one is Received => one.kind === "received" && one.frame["reason"] === "epoch");
  spoilt.drop(resets.at(-1));
});
caught("C12", "readers who are led on in the life before, when all should know that another took over", (spoilt) => {
  tookOver(spoilt);
  const { records, final } = spoilt.history;
  final.renewedBy = records.findLast((one) => one.kind === "received" && one.frame.type === "entries")!.t - 1;
});

test("of a life that was not continued nothing can be said", async () => {
  const history = structuredClone(await aLivelyRound());
  tookOver({ history });
  delete history.final.continues;
  const line = history.records.find((one) => one.kind === "received" && one.line === GUEST_3 && one.frame.type === "entries") as Received;
  (line.frame as unknown as { entries: unknown[] }).entries = [];
  expect(judge(history).violations).toEqual([]);
});
