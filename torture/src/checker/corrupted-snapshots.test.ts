import { caught } from "./corruption.test-support.ts";
import type { Message } from "./chat-model.ts";
import type { Details, Me, Tally } from "./entry.ts";
import { idOf } from "../simulation/person.ts";
import { TALK } from "./lively-round.test-support.ts";

caught("C4", "a snapshot that counts wrong", ({ snapshots }) => ((snapshots("Ada").at(-1)!["tally"] as Tally).going += 1));
caught("C4", "a snapshot of a position that was taken at another", ({ snapshots }) => (snapshots("Ada").at(-1)!.seq -= 1));
caught("C4", "a snapshot that lacks a message", ({ snapshots }) => (snapshots("Ada").at(-1)!["messages"] as Message[]).shift());
caught(
  "C4",
  "a snapshot with words that were erased before it",
  ({ snapshots }) =>
    ((snapshots("Ada").at(-1)!["messages"] as Message[]).find(({ messageId }) => messageId === TALK.erased)!.text = "Better not said"),
);
caught("C4", "a snapshot in which a guest stands elsewhere in line", ({ snapshots }) => ((snapshots("Guest 4")[0]!["me"] as Me).place = 1));
caught("C4", "a snapshot with another guest's own view", ({ snapshots }) => {
  snapshots("Guest 1").at(-1)!["me"] = structuredClone(snapshots("Guest 5").at(-1)!["me"]);
});
caught("C4", "a snapshot that shows faces to whom they are hidden", ({ snapshots }) => {
  const last = snapshots("passer-by").at(-1)!;
  last["faces"] = [{ guestId: idOf("b", 3), name: "Guest 3" }];
});
caught("C4", "a snapshot of what was never committed", ({ snapshots }) => (snapshots("Ada").at(-1)!.seq = 500));
caught("C4", "a snapshot that shows no pinned message", ({ history }) => {
  history.final.snapshots[0]!.snapshot!["pinned"] = null;
});
caught("C4", "a snapshot that shows the pinned message to whom the conversation is hidden", ({ history }) => {
  const [ada, passerBy] = [history.final.snapshots[0]!.snapshot!, history.final.snapshots.at(-1)!.snapshot!];
  passerBy["pinned"] = ada["pinned"];
});
caught(
  ["C4", "C3"],
  "erased words that are still pinned in the log",
  ({ entry }) => (entry("chat.pinned", 1).body.text = "Better not said"),
);
caught("C4", "an event's row that names another pinned message", ({ event }) => (event["pinned_message_id"] = TALK.erased));
caught("C4", "an event's row with an old description", ({ event }) => (event["description"] = "Bring nothing"));
caught("C4", "an event's row with a column that the checker knows nothing of", ({ event }) => (event["extra"] = null));
caught("C4", "a message's row with a column that the checker knows nothing of", ({ rows }) => (rows("messages")[0]!["extra"] = null));
caught("C4", "a snapshot that lacks a field", ({ snapshots }) => delete snapshots("Ada").at(-1)!["hasOlderMessages"]);
caught("C4", "a message that is in a table and not in the log", ({ rows }) =>
  rows("messages").push({ ...rows("messages")[0]!, id: idOf("c", 907) }),
);
caught("C4", "a snapshot with a field that the checker knows nothing of", ({ snapshots }) => (snapshots("Ada").at(-1)!["extra"] = null));
caught("C4", "a snapshot with an old title", ({ history }) => {
  (history.final.snapshots[0]!.snapshot!["details"] as Details)["title"] = "Old title";
});
caught("C4", "a snapshot at the end that is behind", ({ history }) => Object.assign(history.final.snapshots[0]!.snapshot!, { seq: 40 }));
caught(["C4", "C3"], "erased words that are still in the log", ({ entry }) => (entry("chat.posted", 3).message.text = "Better not said"));
caught(["C4", "C3"], "erased words that the log still quotes", ({ entry }) => {
  entry("chat.posted", 4).message.replyTo!.excerpt = "Better not said";
});
caught("C4", "words from before a correction that are still in the log", ({ entry }) => {
  entry("chat.posted", 1).message.text = "Do I bring a cake?";
});
caught("C4", "words from before a correction that the log still quotes", ({ entry }) => {
  entry("chat.posted", 2).message.replyTo!.excerpt = "Do I bring a cake?";
});
caught("C4", "an erased message whose row has kept its words", ({ row }) => (row("messages", TALK.erased)["text"] = "Better not said"));
caught("C4", "a message that is in the log and in no table", ({ rows }) => rows("messages").pop());
caught("C4", "a host who is still in the table", ({ rows }) =>
  rows("hosts").push({ ...rows("hosts")[0]!, id: idOf("a", 2), name: "Barbara" }),
);
caught(["C4", "C3"], "a ticket that left the line, and nobody was told", ({ entry }) => (entry("guest.promoted").body.leftLine = null));
caught(["C4", "C3"], "a guest who left the list, and nobody was told", ({ entry }) => (entry("guest.removed").body.offList = null));
caught("C4", "a guest told a wrong place in line", ({ entry }) => (entry("rsvp.answered", 3).body.own!.place = 7));
caught("C4", "a guest told another number of people to bring than before", ({ entry }) => {
  entry("rsvp.answered", 3).body.own!.plusOnesAllowed = 2;
});
caught(["C4", "C3"], "a change that names other fields than it changed", ({ entry }) => (entry("event.edited").body.changed = ["title"]));

caught("C11", "a mail that nothing caused", ({ history }) =>
  history.final.mails.push({ to: "guest-6@example.org", kind: "promoted", messageId: "<none@example.org>", subject: "" }),
);
caught("C11", "a mail sent twice as two different ones", ({ history }) =>
  history.final.mails.push({ ...history.final.mails[0]!, messageId: "<again@example.org>" }),
);
caught("C11", "a guest who was promoted and never told", ({ history }) => {
  const { mails } = history.final;
  mails.splice(
    mails.findIndex(({ to, kind }) => kind === "promoted" && to === "guest-4@example.org"),
    1,
  );
});
