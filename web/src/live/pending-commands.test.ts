import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endFakeBrowser, fakeBrowser, settle } from "./fake-browser.test-support.ts";
import { createPendingCommands, LONGEST_RESEND, type PendingCommand } from "./pending-commands.ts";
import type { Reply } from "./command-reply.ts";
import { FIRST_WAIT, LONGEST_BREAK, REPLY_PATIENCE, TRIES } from "./send-persistently.ts";

beforeEach(() => {
  fakeBrowser();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(endFakeBrowser);

const nobody: Reply = { type: "unreachable" };
const ALL_TRIES = (FIRST_WAIT * 2 ** TRIES) / 4;

/** Pending commands, and a server that gives these replies one after the other, then goes on with the last. */
function pendingOf(...replies: (Reply | Promise<Reply>)[]) {
  let shown: readonly PendingCommand[] = [];
  const sent: string[] = [];
  const pending = createPendingCommands((commands) => (shown = commands));
  const sender = (commandId: string) => async () => {
    sent.push(commandId);
    return replies.length > 1 ? replies.shift()! : replies[0]!;
  };
  return {
    pending,
    sent,
    shown: () => shown.map(({ commandId, state, refusal }) => [commandId, state, refusal]),
    run: (commandId: string) => pending.run("publishEvent", { commandId }, sender(commandId)),
    runInstead: (commandId: string) => pending.runInstead("publishEvent", { commandId }, sender(commandId)),
  };
}

test("a command is shown until its entry is here, whichever of reply and entry comes first", async () => {
  const { pending, run, shown } = pendingOf({ type: "committed", seq: 5 });
  void run("a");
  expect(shown()).toEqual([["a", "sending", null]]);
  await settle();
  expect(shown()).toEqual([["a", "sent", null]]);
  pending.arrivedUpTo(5);
  expect(shown()).toEqual([]);
  void run("b");
  pending.arrived(["b"]);
  await settle();
  expect(shown()).toEqual([]);
});

test("a refusal is final and carries its reason", async () => {
  const { run, shown, sent, pending } = pendingOf({ type: "refused", code: "chat_closed" });
  await run("a");
  pending.resend();
  await vi.advanceTimersByTimeAsync(LONGEST_RESEND * 2);
  expect(shown()).toEqual([["a", "failed", "chat_closed"]]);
  expect(sent).toEqual(["a"]);
});

test("while nobody answers it is sent a few times, then seldom, until somebody does", async () => {
  const { run, shown, sent } = pendingOf(...Array<Reply>(TRIES + 2).fill(nobody), { type: "committed", seq: 9 });
  const first = run("a");
  await vi.advanceTimersByTimeAsync(ALL_TRIES);
  expect(await first).toEqual(nobody);
  expect(sent).toHaveLength(TRIES);
  expect(shown()).toEqual([["a", "failed", "unsent"]]);
  await vi.advanceTimersByTimeAsync(LONGEST_RESEND * 3);
  expect(shown()).toEqual([["a", "sent", null]]);
  expect(sent).toEqual(Array(TRIES + 3).fill("a"));
});

test("a server that asks for a break gets it", async () => {
  const short = pendingOf({ type: "unreachable", retryAfterMs: LONGEST_BREAK }, { type: "committed", seq: 1 });
  void short.run("a");
  await vi.advanceTimersByTimeAsync(LONGEST_BREAK - 10);
  expect(short.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(FIRST_WAIT + 20);
  expect(short.sent).toHaveLength(2);

  const long = pendingOf({ type: "unreachable", retryAfterMs: 120_000 }, { type: "committed", seq: 1 });
  expect((await long.run("b")).type).toBe("unreachable");
  await vi.advanceTimersByTimeAsync(119_000);
  expect(long.sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(LONGEST_RESEND);
  expect(long.sent).toHaveLength(2);
});

test("on reconnect, unsent commands go out in their order; the first that fails stops the rest", async () => {
  const { run, shown, sent, pending } = pendingOf(...Array<Reply>(3 * TRIES + 1).fill(nobody), { type: "committed", seq: 1 });
  for (const one of ["a", "b", "c"]) void run(one);
  await vi.advanceTimersByTimeAsync(ALL_TRIES);
  sent.length = 0;
  pending.resend();
  await settle();
  expect(sent).toEqual(["a"]);
  pending.resend();
  await settle();
  expect(sent).toEqual(["a", "a", "b", "c"]);
  expect(shown().map(([, state]) => state)).toEqual(["sent", "sent", "sent"]);
});

test("what is forgotten is not sent again", async () => {
  const { run, sent, pending, shown } = pendingOf(nobody);
  void run("a");
  await settle();
  pending.forget("a");
  await vi.advanceTimersByTimeAsync(LONGEST_RESEND * 3);
  pending.resend();
  expect(sent).toEqual(["a"]);
  expect(shown()).toEqual([]);
});

test("an answer that takes another one's place is sent after it, and the other never again", async () => {
  let finish: (reply: Reply) => void = () => {};
  const { run, runInstead, sent, shown } = pendingOf(new Promise<Reply>((resolve) => (finish = resolve)), { type: "committed", seq: 3 });
  void run("going");
  await settle();
  void runInstead("declined");
  await settle();
  expect(sent).toEqual(["going"]);
  finish(nobody);
  await vi.advanceTimersByTimeAsync(LONGEST_RESEND * 3);
  expect(sent).toEqual(["going", "declined"]);
  expect(shown()).toEqual([["declined", "sent", null]]);
});

test("a request that nobody ever answers counts as not sent", async () => {
  const { run, sent, shown } = pendingOf(new Promise<Reply>(() => {}), { type: "committed", seq: 1 });
  void run("a");
  await vi.advanceTimersByTimeAsync(REPLY_PATIENCE + FIRST_WAIT + 10);
  expect(sent).toEqual(["a", "a"]);
  expect(shown()).toEqual([["a", "sent", null]]);
});

test("pressing again while it is being sent sends nothing twice", async () => {
  const { run, sent, pending } = pendingOf(new Promise<Reply>(() => {}));
  void run("a");
  pending.retry("a");
  await settle();
  expect(sent).toEqual(["a"]);
});
