import { expect, test } from "vitest";
import { actKinds, type ActKind } from "./acts.ts";
import { everyCommand } from "./every-command.test-support.ts";
import { play } from "./schedule.ts";

/** Commands that no act sends, each with the reason. */
const elsewhere: Record<string, string> = {
  readmitGuest: "only the comparison of both stores sends it",
  readmitGuests: "only the comparison of both stores sends it",
  eraseMentions: "accounts are not deleted there; the comparison of both stores sends it",
  announceLink: "it changes no row, and its entry is for hosts alone",
  recordDeliveries: "mail is not simulated",
  reportDelivery: "mail is not simulated",
  giveUpInvitation: "mail is not simulated",
};

/** Each act several times and without faults, in turn; much is said, so that there is something to pin and to correct. */
async function commandsSentIn(kinds: readonly ActKind[]): Promise<string[]> {
  const inTurn = Array.from({ length: 20 }, () => ["say", "say", "say", "say", ...kinds] satisfies ActKind[]).flat();
  const acts = inTurn.map((kind, number) => ({ number, kind, at: 100 + number * 20 }));
  const { history, failures } = await play({ seed: 1, acts, faults: [] });
  expect(failures).toEqual([]);
  return history.records.flatMap((record) => (record.kind === "invoked" ? [record.command] : []));
}

test("a schedule sends every command, or there is a reason why not", async () => {
  const kinds = actKinds.filter((kind) => kind !== "cancel"); // after which little else can be done
  const sent = new Set([...(await commandsSentIn(kinds)), ...(await commandsSentIn(["cancel"]))]);
  expect([...sent, ...Object.keys(elsewhere)].toSorted()).toEqual([...everyCommand.keys()].toSorted());
});

test("control: a command whose act is left out is missed", async () => {
  expect(await commandsSentIn(["say", "erase"])).not.toContain("pinMessage");
});
