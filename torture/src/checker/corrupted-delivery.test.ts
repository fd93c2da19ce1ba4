import type { Message } from "./chat-model.ts";
import type { Card } from "./entry.ts";
import { caught } from "./corruption.test-support.ts";
import { idOf } from "../simulation/person.ts";
import { EPOCH } from "./model-server.test-support.ts";

const ADA = 1;
const GUEST_1 = 3;
const GUEST_2 = 4;
const GUEST_3 = 5;
const PASSER_BY = 8;

caught("C3", "a frame that was dropped", ({ frames, drop }) => drop(frames(ADA)[3]!.record));
caught("C3", "a frame that came twice", ({ frames, insertAfter }) => insertAfter(frames(ADA)[3]!.record, frames(ADA)[3]!.record));
caught("C3", "two frames that changed places", ({ frames }) => {
  const [first, second] = [frames(ADA)[2]!.record, frames(ADA)[3]!.record];
  [first.frame, second.frame] = [second.frame, first.frame];
});
caught("C3", "an entry that was left out of its frame", ({ delivered }) => {
  const { frame, entry } = delivered(ADA, "chat.posted");
  frame.entries.splice(frame.entries.indexOf(entry), 1);
});
caught("C3", "a reader who resumes one entry too late", ({ opened }) => (opened(GUEST_1).after -= 1));
caught("C3", "two entries in the wrong order", ({ delivered }) => {
  const { frame } = delivered(ADA, "chat.posted");
  frame.entries.reverse();
});
caught("C3", "an entry with another command's id", ({ delivered }) => (delivered(GUEST_3, "chat.posted").entry.commandId = idOf("c", 903)));
caught("C3", "a message with other words than in the log", ({ delivered }) => {
  (delivered(GUEST_3, "chat.posted").entry.body.message as Message).text = "other words";
});
caught("C3", "a tally that is another than in the log", ({ delivered }) => {
  delivered(GUEST_3, "rsvp.answered").entry.body.tally!.going += 1;
});
caught("C3", "an address that a guest is shown", ({ delivered }) => {
  const { entry } = delivered(GUEST_3, "rsvp.answered");
  entry.body.guest = { ...(entry.body.guest as Card), email: "guest-1@example.org" };
});
caught("C3", "a note that the public is shown", ({ delivered }) => {
  delivered(PASSER_BY, "rsvp.answered").entry.body.guest!.note = "secret words";
});
caught("C3", "a guest who declined, shown by name", (corrupted) => {
  const { entry } = corrupted.delivered(GUEST_3, "rsvp.answered", 5);
  entry.body.guest = structuredClone(corrupted.entry("rsvp.answered", 5).guest);
});
caught("C3", "what a guest is told of themselves, shown to another", ({ delivered, entry }) => {
  const own = entry("rsvp.answered", 3).guest;
  const { guestId, name, email, standing, partySize, plusOnes, note, ticket } = own;
  const me = { guestId, name, email, standing, partySize, plusOnes, note, ticket, place: 2, claimed: false };
  delivered(GUEST_1, "rsvp.answered", 3).entry.body.me = me;
});
caught("C3", "the actor, shown to a guest", (corrupted) => {
  const { entry } = corrupted.delivered(GUEST_3, "rsvp.answered");
  entry.actor = structuredClone(corrupted.entry("rsvp.answered").row["actor"]) as never;
});
caught("C3", "the conversation, shown to the public", (corrupted) => {
  const stored = corrupted.entry("chat.posted");
  const { frame } = corrupted.frames(PASSER_BY).find(({ frame: { after, upTo } }) => after < stored.seq && stored.seq <= upTo)!;
  const said = corrupted.delivered(GUEST_3, "chat.posted").entry;
  frame.entries.push(structuredClone(said));
  frame.entries.sort((a, b) => a.seq - b.seq);
});
caught("C3", "words that had been erased before the line was opened", ({ delivered, linesOf }) => {
  const late = linesOf("Guest 6")[0]!;
  (delivered(late, "chat.posted").entry.body.message as Message).text = "Better not said";
});
caught("C3", "a line that stayed open and was left behind", ({ frames, drop }) => drop(frames(ADA).at(-1)!.record));
caught("C3", "a word of having caught up that was not true", ({ received }) => (received(ADA, "caughtUp").frame["seq"] = 8));

caught(["C7", "C3"], "a frame after the removal", (corrupted) => {
  const removed = corrupted.entry("guest.removed");
  const ended = corrupted.received(GUEST_2, "ended");
  const entries = corrupted
    .frames(GUEST_3)
    .flatMap(({ frame }) => frame.entries)
    .filter(({ seq }) => seq === removed.seq);
  const eventId = removed.row["event_id"] as string;
  const frame = {
    type: "entries",
    eventId,
    after: removed.seq - 1,
    upTo: removed.seq,
    entries: entries.map((one) => ({ ...one, body: { ...one.body, guestId: removed.body.guestId } })),
  };
  corrupted.insertAfter(ended, { ...ended, frame });
});
caught("C7", "a reader who was never told that it is over", ({ received, drop }) => drop(received(GUEST_2, "ended")));
caught("C7", "a public reader who went on after the share link was renewed", ({ entry, received }) => {
  const renewed = entry("share.renewed");
  const ended = received(PASSER_BY, "ended");
  ended.frame = { type: "entries", eventId: renewed.row["event_id"], after: renewed.seq - 1, upTo: renewed.seq, entries: [] };
});
caught("C7", "a reader who went on after what they may see had changed", (corrupted) => {
  const changed = corrupted.entry("event.edited", 1);
  const reset = corrupted.received(GUEST_3, "reset");
  const seen = corrupted.frames(ADA).flatMap(({ frame }) => frame.entries);
  const entries = seen
    .filter(({ seq }) => seq === changed.seq)
    .map((one) => ({ ...structuredClone(one), actor: null, body: { ...structuredClone(one.body), news: null } }));
  reset.frame = { type: "entries", eventId: changed.row["event_id"], after: changed.seq - 1, upTo: changed.seq, entries };
});
caught(["C7", "C3"], "a change of what some may see that does not say so", ({ entry }) => {
  entry("event.edited", 1).body.audienceChanged = false;
});
caught(["C7", "C3"], "a guest let in as a host", ({ received }) => {
  received(GUEST_3, "caughtUp").frame["viewer"] = { class: "host", personId: idOf("a", 1) };
});
caught("C7", "a removed guest let in again", (corrupted) => {
  const last = corrupted.history.records.at(-1)!;
  const reader = { actor: "Guest 2", userId: null, guestId: idOf("b", 2) };
  const head = Number(corrupted.event["log_seq"]);
  const line = { t: 0, line: 99 };
  corrupted.insertAfter(
    last,
    { ...line, kind: "opened", reader, eventId: corrupted.event["id"], epoch: EPOCH, after: head },
    { ...line, kind: "received", frame: corrupted.caughtUp(2, head) },
  );
});
caught(["C7", "C3", "C4"], "a command of a guest after their removal", ({ entry }) => {
  const { row } = entry("chat.posted", 5);
  Object.assign(row["actor"] as object, { personId: idOf("b", 2), name: "Guest 2" });
});
caught(["C7", "C2", "C3", "C4", "C5", "C6", "C12"], "a command of a guest after their links were revoked", ({ entry }) => {
  const resent = entry("guest.invited", 6);
  // As if what they wrote, and what let them in again, had been committed in the opposite order.
  const said = entry("chat.posted", 5);
  const [one, other] = [structuredClone(said.row), structuredClone(resent.row)];
  Object.assign(resent.row, one, { seq: resent.seq });
  Object.assign(said.row, other, { seq: said.seq });
});
caught(["C7", "C3", "C4"], "a host's command after the host was removed", ({ entry }) =>
  Object.assign(entry("chat.posted", 6).row["actor"] as object, { personId: idOf("a", 2), name: "Barbara" }),
);
caught("C7", "a snapshot of an event that is not theirs", ({ history }) => {
  const { snapshots } = history.final;
  snapshots.find(({ reader }) => reader.actor === "Guest 2")!.snapshot = structuredClone(
    snapshots.find(({ reader }) => reader.actor === "Ada")!.snapshot,
  );
});
caught(["C7", "C3"], "an entry that would be shown by other rules than are in force", ({ entry }) => {
  (entry("chat.posted", 6).row["context"] as { chat: string }).chat = "closed";
});

caught("C12", "a position of another epoch that was continued", (corrupted) => {
  const [line] = corrupted.linesOf("Guest 3").slice(-2);
  corrupted.received(line!, "reset").frame = corrupted.caughtUp(3, 38);
});
caught("C12", "a position ahead of the log that was led on", (corrupted) => {
  const line = corrupted.linesOf("Guest 3").at(-1)!;
  corrupted.received(line, "reset").frame = corrupted.caughtUp(3, 139);
});
caught("C12", "a position ahead of the log as it was then, that was led on", (corrupted) => {
  const line = corrupted.linesOf("Guest 3")[0]!;
  const said = corrupted.history.records.find((record) => record.kind === "received" && record.line === line)!;
  corrupted.history.records = corrupted.history.records.filter(
    (record) => record === said || record.kind !== "received" || record.line !== line,
  );
  corrupted.opened(line).after = 40;
  corrupted.received(line, "caughtUp").frame["seq"] = 40;
});
caught("C12", "a position ahead of the log that was never told so", ({ linesOf, received, drop }) =>
  drop(received(linesOf("Guest 3").at(-1)!, "reset")),
);
caught("C12", "a snapshot of another epoch at the end", ({ history }) =>
  Object.assign(history.final.snapshots[0]!.snapshot!, { epoch: "00000000-0000-4000-8000-0000000001d0" }),
);
