import { caught } from "./corruption.test-support.ts";
import type { Details, Me, Message, Tally } from "./entry.ts";
import { TALK, idOf } from "./lively-round.test-support.ts";

caught("C4", "a picture that counts wrong", ({ pictures }) => {
  (pictures("Ada").at(-1)!["tally"] as Tally).going += 1;
});
caught("C4", "a picture of a position that was taken at another", ({ pictures }) => {
  pictures("Ada").at(-1)!.seq -= 1;
});
caught("C4", "a picture that lacks a message", ({ pictures }) => {
  (pictures("Ada").at(-1)!["messages"] as Message[]).shift();
});
caught("C4", "a picture with words that were erased before it", ({ pictures }) => {
  (pictures("Ada").at(-1)!["messages"] as Message[]).find(({ messageId }) => messageId === TALK.erased)!.text = "Better not said";
});
caught("C4", "a picture in which a guest stands elsewhere in line", ({ pictures }) => {
  (pictures("guest 4")[0]!["me"] as Me).place = 1;
});
caught("C4", "a picture with another guest's own view", ({ pictures }) => {
  pictures("guest 1").at(-1)!["me"] = structuredClone(pictures("guest 5").at(-1)!["me"]);
});
caught("C4", "a picture that shows faces to whom they are hidden", ({ pictures }) => {
  const last = pictures("passer-by").at(-1)!;
  last["faces"] = [{ guestId: idOf("b", 3), name: "Guest 3" }];
});
caught("C4", "a picture of what was never committed", ({ pictures }) => {
  pictures("Ada").at(-1)!.seq = 500;
});
caught("C4", "a picture with an old title", ({ history }) => {
  (history.final.pictures[0]!.picture!["details"] as Details)["title"] = "Old title";
});
caught("C4", "a picture at the end that is behind", ({ history }) => {
  Object.assign(history.final.pictures[0]!.picture!, { seq: 40 });
});
caught(
  "C4",
  "erased words that are still in the log",
  ({ entry }) => {
    entry("chat.posted", 3).message.text = "Better not said";
  },
  ["C3"],
);
caught(
  "C4",
  "erased words that the log still quotes",
  ({ entry }) => {
    entry("chat.posted", 4).message.replyTo!.excerpt = "Better not said";
  },
  ["C3"],
);
caught("C4", "words from before a correction that are still in the log", ({ entry }) => {
  entry("chat.posted", 1).message.text = "Do I bring a cake?";
});
caught("C4", "words from before a correction that the log still quotes", ({ entry }) => {
  entry("chat.posted", 2).message.replyTo!.excerpt = "Do I bring a cake?";
});
caught("C4", "an erased message whose row has kept its words", ({ rows }) => {
  rows("messages").find(({ id }) => id === TALK.erased)!["text"] = "Better not said";
});
caught("C4", "a message that is in the log and in no table", ({ rows }) => {
  rows("messages").pop();
});
caught("C4", "a host who is still in the table", ({ rows }) => {
  rows("hosts").push({ ...rows("hosts")[0]!, id: idOf("a", 2), name: "Barbara" });
});
caught(
  "C4",
  "a ticket that left the line, and nobody was told",
  ({ entry }) => {
    entry("guest.promoted").body.leftLine = null;
  },
  ["C3"],
);
caught(
  "C4",
  "a guest who left the list, and nobody was told",
  ({ entry }) => {
    entry("guest.removed").body.offList = null;
  },
  ["C3"],
);
caught("C4", "a guest told a wrong place in line", ({ entry }) => {
  entry("rsvp.answered", 3).body.own!.place = 7;
});
caught(
  "C4",
  "a change that names other fields than it changed",
  ({ entry }) => {
    entry("event.edited").body.changed = ["title"];
  },
  ["C3"],
);

caught("C11", "a mail that nothing caused", ({ history }) => {
  history.final.mails.push({ to: "guest-6@example.org", kind: "promoted", messageId: "<none@example.org>", subject: "" });
});
caught("C11", "a mail sent twice as two different ones", ({ history }) => {
  history.final.mails.push({ ...history.final.mails[0]!, messageId: "<again@example.org>" });
});
caught("C11", "a guest who was promoted and never told", ({ history }) => {
  const { mails } = history.final;
  mails.splice(
    mails.findIndex(({ to, kind }) => kind === "promoted" && to === "guest-4@example.org"),
    1,
  );
});
