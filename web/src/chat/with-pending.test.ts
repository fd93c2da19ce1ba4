import { expect, test } from "vitest";
import { going, me } from "../testing/snapshots.test-support.ts";
import type { CommandDetails, CommandName } from "../live/command-inputs.ts";
import type { PendingCommand } from "../live/pending-commands.ts";
import { withPending } from "./with-pending.ts";

const grace = { personId: me.guestId, name: me.name, role: "guest" as const };
const { messages } = going;
function command<Name extends CommandName>(
  name: Name,
  commandId: string,
  input: CommandDetails<Name>,
  state: PendingCommand["state"] = "sending",
) {
  const refusal = state === "failed" ? "unsent" : null;
  return { commandId, name, input: { commandId, ...input }, state, refusal, facts: undefined, at: Date.now() } as unknown as PendingCommand;
}

test("a pending message is shown at the end, under the id it will keep", () => {
  const shown = withPending(messages, [command("postMessage", "a", { text: "hello", replyTo: messages[2]!.messageId })], grace);
  expect(shown.at(-1)).toMatchObject({
    messageId: "a",
    text: "hello",
    author: grace,
    replyTo: { name: messages[2]!.author.name },
    delivery: { state: "sending" },
  });
  expect(shown).toHaveLength(messages.length + 1);
});

test("once it is in the log it is not shown twice", () => {
  const first = messages[0]!;
  expect(withPending(messages, [command("postMessage", first.messageId, { text: first.text, replyTo: null }, "sent")], grace)).toHaveLength(
    messages.length,
  );
});

test("several are shown in the order they were sent, failed ones with their reason", () => {
  const shown = withPending(
    [],
    [command("postMessage", "a", { text: "1", replyTo: null }, "failed"), command("postMessage", "b", { text: "2", replyTo: null })],
    grace,
  );
  expect(shown.map(({ text, delivery }) => [text, delivery!.state])).toEqual([
    ["1", "failed"],
    ["2", "sending"],
  ]);
  expect(shown[0]!.seq).toBeLessThan(shown[1]!.seq);
});

test("edits and deletions are shown in place; a failed deletion shows the text again", () => {
  const [first, second] = messages;
  const edit = command("editMessage", "e", { messageId: first!.messageId, text: "mended" });
  const gone = (state: PendingCommand["state"]) => command("deleteMessage", "d", { messageId: second!.messageId }, state);
  const shown = withPending(messages, [edit, gone("sending")], grace);
  expect(shown[0]).toMatchObject({ text: "mended", delivery: { state: "sending" } });
  expect(shown[1]).toMatchObject({ text: "", deletedBy: "author" });
  expect(withPending(messages, [gone("failed")], grace)[1]!.text).toBe(second!.text);
});

test("messages that did not change stay the same objects", () => {
  expect(withPending(messages, [], grace)[0]).toBe(withPending(messages, [], grace)[0]);
});
