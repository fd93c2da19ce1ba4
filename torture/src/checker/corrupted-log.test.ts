import { caught } from "./corruption.test-support.ts";
import type { Body } from "./entry.ts";
import { idOf } from "../simulation/person.ts";

caught("C1", "a hole in the log", ({ history, entry }) =>
  history.final.log.splice(history.final.log.indexOf(entry("chat.posted", 2).row), 1),
);
caught(["C1", "C5", "C6"], "a position taken twice", ({ entry }) => (entry("chat.posted", 1).row["seq"] = entry("chat.posted", 0).seq));
caught(["C1", "C3", "C4", "C6"], "the end of the log lost", ({ history }) => history.final.log.pop());
caught("C1", "an event's row that is behind its log", ({ event }) => (event["log_seq"] = Number(event["log_seq"]) - 1));

caught("C2", "a command that was asked for after another was acknowledged, and comes before it", ({ tries, drop, insertAfter }) => {
  const { answered } = tries("answerInvitation", "Guest 4")[0]!;
  const { invoked } = tries("answerInvitation", "Guest 3")[0]!;
  const sent = structuredClone(invoked);
  drop(invoked);
  insertAfter(answered, sent);
  const late = tries("answerInvitation", "Guest 3")[0]!.answered;
  const reply = structuredClone(late);
  drop(late);
  insertAfter(tries("answerInvitation", "Guest 3")[0]!.invoked, reply);
});
caught("C2", "a command without effect that was answered from before what was known", ({ tries, insertAfter, rows }) => {
  const { answered } = tries("answerInvitation", "Guest 4")[0]!;
  const idle = { ...tries("publishEvent")[0]!.invoked, op: 900, commandId: idOf("c", 900) };
  insertAfter(answered, idle, { kind: "answered", t: 0, op: 900, outcome: "committed", seq: 5, result: {} });
  rows("commandResults").push({ ...rows("commandResults")[0]!, command_id: idOf("c", 900), seq: 5, result: {} });
});

caught(["C5", "C3", "C6"], "two effects of one command", ({ entry, forget }) => {
  const [first, second] = [entry("chat.posted", 1), entry("chat.edited")];
  forget("commandResults", second.row["command_id"]);
  second.row["command_id"] = first.row["command_id"];
});
caught(["C5", "C6"], "a retry that was answered with another position", ({ tries, sendAgain }) =>
  sendAgain("postMessage", "Ada", {}, { seq: tries("postMessage", "Ada")[0]!.answered.seq! + 1 }),
);
caught("C5", "a retry that was answered with another result", ({ sendAgain }) =>
  sendAgain("answerInvitation", "Guest 3", {}, { result: { guestId: idOf("b", 7) } }),
);
caught("C5", "other words under the same id accepted", ({ tries, sendAgain }) =>
  sendAgain("postMessage", "Ada", { input: { ...tries("postMessage", "Ada")[0]!.invoked.input, text: "other words" } }),
);
caught("C5", "the same id accepted from somebody else", ({ sendAgain }) => sendAgain("postMessage", "Ada", { actor: "Guest 1" }));
caught("C5", "an effect without a record of its answer", ({ forget, entry }) =>
  forget("commandResults", entry("chat.posted").row["command_id"]),
);
caught("C5", "a record at another position than the effect", ({ row, entry }) => {
  row("commandResults", entry("chat.posted").row["command_id"])["seq"] = 3;
});
caught(["C5", "C4", "C7", "C9", "C11"], "a guest invited twice by one command", ({ entry }) => {
  const [first, second] = [entry("guest.invited", 0), entry("guest.invited", 1)];
  second.body.guest = first.guest;
});

caught("C6", "an acknowledged command that is nowhere", ({ sendAgain }) => sendAgain("postMessage", "Ada", { commandId: idOf("c", 902) }));
caught("C6", "an acknowledged command that is elsewhere", ({ tries }) => {
  const { answered } = tries("postMessage", "Guest 2")[0]!;
  answered.seq = answered.seq! - 1;
});
caught("C6", "a refused command that has an effect", ({ tries }) => {
  const { answered } = tries("postMessage", "Guest 2")[0]!;
  answered.outcome = "refused";
});
caught("C6", "an answer that is not the one that was given", ({ tries }) => {
  tries("answerInvitation", "Guest 4")[0]!.invoked.input["answer"] = "declined";
});
caught("C6", "a message with other words than were said", ({ tries }) => {
  tries("postMessage", "Ada")[0]!.invoked.input["text"] = "Go away";
});

caught(["C4", "C3"], "a photo that was brought back as another one", ({ entry }) => {
  (entry("photo.added", 1).body["photo"] as { width: number }).width = 1;
});
caught(["C4", "C7", "C3"], "a photo that a host removed in its author's name", ({ entry }) => {
  entry("photo.removed").body["removedBy"] = "author";
});

caught(["C4", "C3", "C6", "C9"], "a confirmation of a day on which the event is not", ({ entry }) => {
  const { body, guest } = entry("guest.confirmed");
  body["day"] = guest.confirmedFor = "2026-05-03";
});
caught(
  ["C4", "C3", "C9"],
  "a confirmation of somebody who is not going",
  ({ entry }) => (entry("guest.confirmed").guest.standing = "maybe"),
);
caught(["C4", "C3", "C9"], "a confirmation that changes something else", ({ entry }) => (entry("guest.confirmed").guest.partySize = 3));
caught("C6", "a confirmation of another day than was asked for", ({ tries }) => {
  tries("confirmComing", "Guest 6")[0]!.invoked.input["day"] = "2026-05-01";
});
caught(["C4", "C3", "C9"], "an answer of somebody asked that confirms nothing", ({ history }) => {
  const answered = history.final.log.findLast(({ body }) => (body as Body).type === "rsvp.answered")!["body"] as Body;
  answered.guest!.confirmedFor = null;
});
caught("C9", "a guest's row that forgot the confirmation", ({ row }) => (row("guests", idOf("b", 6))["confirmed_for"] = null));
