import type { Card, Message } from "./entry.ts";
import { caught, type Spoilt } from "./corruption.test-support.ts";
import { idOf } from "./lively-round.test-support.ts";
import { EPOCH } from "./model-server.test-support.ts";

const ADA = 1;
const GUEST_1 = 3;
const GUEST_2 = 4;
const GUEST_3 = 5;
const PASSER_BY = 8;

/** The delivered entry of a kind on a line, with the frame around it. */
function delivered({ frames }: Spoilt, line: number, type: string, nth = 0) {
  const all = frames(line).flatMap(({ frame, record }) => frame.entries.map((entry) => ({ frame, record, entry })));
  return all.filter(({ entry }) => entry.body.type === type)[nth]!;
}

caught("C3", "a frame that was dropped", ({ frames, drop }) => drop(frames(ADA)[3]!.record));
caught("C3", "a frame that came twice", ({ frames, insertAfter }) => insertAfter(frames(ADA)[3]!.record, frames(ADA)[3]!.record));
caught("C3", "two frames that changed places", ({ frames }) => {
  const [first, second] = [frames(ADA)[2]!.record, frames(ADA)[3]!.record];
  [first.frame, second.frame] = [second.frame, first.frame];
});
caught("C3", "an entry that was left out of its frame", (spoilt) => {
  const { frame, entry } = delivered(spoilt, ADA, "chat.posted");
  frame.entries.splice(frame.entries.indexOf(entry), 1);
});
caught("C3", "a reader who resumes one entry too late", ({ opened }) => {
  opened(GUEST_1).after -= 1;
});
caught("C3", "two entries in the wrong order", (spoilt) => {
  const { frame } = delivered(spoilt, ADA, "chat.posted");
  frame.entries.reverse();
});
caught("C3", "an entry with another command's id", (spoilt) => {
  delivered(spoilt, GUEST_3, "chat.posted").entry.commandId = idOf("c", 903);
});
caught("C3", "a message with other words than in the log", (spoilt) => {
  (delivered(spoilt, GUEST_3, "chat.posted").entry.body.message as Message).text = "other words";
});
caught("C3", "a tally that is another than in the log", (spoilt) => {
  delivered(spoilt, GUEST_3, "rsvp.answered").entry.body.tally!.going += 1;
});
caught("C3", "an address that a guest is shown", (spoilt) => {
  const { entry } = delivered(spoilt, GUEST_3, "rsvp.answered");
  entry.body.guest = { ...(entry.body.guest as Card), email: "guest-1@example.org" };
});
caught("C3", "a note that the public is shown", (spoilt) => {
  delivered(spoilt, PASSER_BY, "rsvp.answered").entry.body.guest!.note = "secret words";
});
caught("C3", "a guest who declined, shown by name", (spoilt) => {
  const { entry } = delivered(spoilt, GUEST_3, "rsvp.answered", 5);
  entry.body.guest = structuredClone(spoilt.entry("rsvp.answered", 5).guest);
});
caught("C3", "what a guest is told of themselves, shown to another", (spoilt) => {
  const own = spoilt.entry("rsvp.answered", 3).guest;
  const { guestId, name, email, standing, partySize, plusOnes, note, ticket } = own;
  const me = { guestId, name, email, standing, partySize, plusOnes, note, ticket, place: 2, claimed: false };
  delivered(spoilt, GUEST_1, "rsvp.answered", 3).entry.body.me = me;
});
caught("C3", "the actor, shown to a guest", (spoilt) => {
  const { entry } = delivered(spoilt, GUEST_3, "rsvp.answered");
  entry.actor = structuredClone(spoilt.entry("rsvp.answered").row["actor"]) as never;
});
caught("C3", "the conversation, shown to the public", (spoilt) => {
  const stored = spoilt.entry("chat.posted");
  const { frame } = spoilt.frames(PASSER_BY).find(({ frame: { after, upTo } }) => after < stored.seq && stored.seq <= upTo)!;
  const said = delivered(spoilt, GUEST_3, "chat.posted").entry;
  frame.entries.push(structuredClone(said));
  frame.entries.sort((a, b) => a.seq - b.seq);
});
caught("C3", "words that had been erased before the line was opened", (spoilt) => {
  const late = spoilt.linesOf("guest 6")[0]!;
  (delivered(spoilt, late, "chat.posted").entry.body.message as Message).text = "Better not said";
});
caught("C3", "a line that stayed open and was left behind", ({ frames, drop }) => drop(frames(ADA).at(-1)!.record));
caught("C3", "a word of having caught up that was not true", ({ received }) => {
  received(ADA, "caughtUp").frame["seq"] = 8;
});

caught(
  "C7",
  "a frame after the removal",
  (spoilt) => {
    const removed = spoilt.entry("guest.removed");
    const ended = spoilt.received(GUEST_2, "ended");
    const entries = spoilt
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
    spoilt.insertAfter(ended, { ...ended, frame });
  },
  ["C3"],
);
caught("C7", "a reader who was never told that it is over", ({ received, drop }) => drop(received(GUEST_2, "ended")));
caught("C7", "a public reader who went on after the share link was renewed", (spoilt) => {
  const renewed = spoilt.entry("share.renewed");
  const ended = spoilt.received(PASSER_BY, "ended");
  ended.frame = { type: "entries", eventId: renewed.row["event_id"], after: renewed.seq - 1, upTo: renewed.seq, entries: [] };
});
caught("C7", "a reader who went on after what they may see had changed", (spoilt) => {
  const changed = spoilt.entry("event.edited", 1);
  const reset = spoilt.received(GUEST_3, "reset");
  const seen = spoilt.frames(ADA).flatMap(({ frame }) => frame.entries);
  const entries = seen
    .filter(({ seq }) => seq === changed.seq)
    .map((one) => ({ ...structuredClone(one), actor: null, body: { ...structuredClone(one.body), news: null } }));
  reset.frame = { type: "entries", eventId: changed.row["event_id"], after: changed.seq - 1, upTo: changed.seq, entries };
});
caught(
  "C7",
  "a change of what some may see that does not say so",
  (spoilt) => {
    spoilt.entry("event.edited", 1).body.audienceChanged = false;
  },
  ["C3"],
);
caught(
  "C7",
  "a guest let in as a host",
  ({ received }) => {
    received(GUEST_3, "caughtUp").frame["viewer"] = { class: "host", personId: idOf("a", 1) };
  },
  ["C3"],
);
caught("C7", "a removed guest let in again", (spoilt) => {
  const last = spoilt.history.records.at(-1)!;
  const reader = { actor: "guest 2", userId: null, guestId: idOf("b", 2) };
  const eventId = spoilt.event["id"] as string;
  const head = Number(spoilt.event["log_seq"]);
  const line = { t: 0, line: 99 };
  spoilt.insertAfter(
    last,
    { ...line, kind: "opened", reader, eventId, epoch: EPOCH, after: head },
    { ...line, kind: "received", frame: { type: "caughtUp", eventId, seq: head, viewer: { class: "guest", personId: reader.guestId } } },
  );
});
caught(
  "C7",
  "a command of a guest after their removal",
  (spoilt) => {
    const { row } = spoilt.entry("chat.posted", 5);
    Object.assign(row["actor"] as object, { personId: idOf("b", 2), name: "Guest 2" });
  },
  ["C3", "C4"],
);
caught(
  "C7",
  "a command of a guest after their links were revoked",
  (spoilt) => {
    const [revoked, resent] = [spoilt.entry("invitation.revoked"), spoilt.entry("guest.invited", 6)];
    // As if what they wrote, and what let them in again, had been committed in the opposite order.
    const said = spoilt.entry("chat.posted", 5);
    const [one, other] = [structuredClone(said.row), structuredClone(resent.row)];
    void revoked;
    Object.assign(resent.row, one, { seq: resent.seq });
    Object.assign(said.row, other, { seq: said.seq });
  },
  ["C2", "C3", "C4", "C5", "C6", "C12"],
);
caught(
  "C7",
  "a host's command after the host was removed",
  (spoilt) => {
    Object.assign(spoilt.entry("chat.posted", 6).row["actor"] as object, { personId: idOf("a", 2), name: "Barbara" });
  },
  ["C3", "C4"],
);
caught("C7", "a picture of an event that is not theirs", (spoilt) => {
  const { pictures } = spoilt.history.final;
  pictures.find(({ reader }) => reader.actor === "guest 2")!.picture = structuredClone(
    pictures.find(({ reader }) => reader.actor === "Ada")!.picture,
  );
});
caught(
  "C7",
  "an entry that would be shown by other rules than are in force",
  (spoilt) => {
    (spoilt.entry("chat.posted", 6).row["context"] as { chat: string }).chat = "closed";
  },
  ["C3"],
);

caught("C12", "a position of another life that was led on", (spoilt) => {
  const [line] = spoilt.linesOf("guest 3").slice(-2);
  spoilt.received(line!, "reset").frame = {
    type: "caughtUp",
    eventId: spoilt.event["id"],
    seq: 38,
    viewer: { class: "guest", personId: idOf("b", 3) },
  };
});
caught("C12", "a position ahead of the log that was led on", (spoilt) => {
  const line = spoilt.linesOf("guest 3").at(-1)!;
  spoilt.received(line, "reset").frame = {
    type: "caughtUp",
    eventId: spoilt.event["id"],
    seq: 139,
    viewer: { class: "guest", personId: idOf("b", 3) },
  };
});
caught("C12", "a position ahead of the log as it was then, that was led on", (spoilt) => {
  const line = spoilt.linesOf("guest 3")[0]!;
  const said = spoilt.history.records.find((record) => record.kind === "received" && record.line === line)!;
  spoilt.history.records = spoilt.history.records.filter((record) => record === said || record.kind !== "received" || record.line !== line);
  spoilt.opened(line).after = 40;
  spoilt.received(line, "caughtUp").frame["seq"] = 40;
});
caught("C12", "a position ahead of the log that was never told so", ({ linesOf, received, drop }) => {
  drop(received(linesOf("guest 3").at(-1)!, "reset"));
});
caught("C12", "a picture of another life at the end", ({ history }) => {
  Object.assign(history.final.pictures[0]!.picture!, { epoch: "00000000-0000-4000-8000-0000000001d0" });
});
