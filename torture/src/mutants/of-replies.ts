import { mutantsIn } from "./mutant.ts";

/** Bugs of what becomes of mails that arrive. */
export const replyMutants = mutantsIn(`
server/src/mail/inbound/smtp-listener.ts

accepted-before-taken [replies]: a mail server is told that a mail was taken before it is (M2, M4)
- await take(Buffer.concat(chunks), { from, to: envelope.rcptTo.map(({ address }) => address) });
+ void take(Buffer.concat(chunks), { from, to: envelope.rcptTo.map(({ address }) => address) }).catch(onError);

server/src/calendar/take-reply.ts

words-are-new-each-time [replies]: an email in plain words that comes twice is passed on twice (M2)
- const commandId = uuidFrom(JSON.stringify(["words", guest.id, mail.id, said]));
+ const commandId = uuidFrom(JSON.stringify(["words", guest.id, mail.id, said, Math.random()]));

held-are-new-each-time [replies]: a reply of another address that comes twice waits for the host twice (M2)
- const commandId = uuidFrom(JSON.stringify(["held reply", guest.id, mail.id, held]));
+ const commandId = uuidFrom(JSON.stringify(["held reply", guest.id, mail.id, held, Math.random()]));

server/src/guests/held-replies.ts

earlier-reply-takes-the-question [replies]: a reply from before somebody else was sent counts after it, and hosts are not asked any more (M4)
- if (from === null) state.rows(guestsTable).change(guest.id, repliedAt(state, guest, order));
+ if (from !== null) state.rows(guestsTable).change(guest.id, repliedAt(state, guest, order));

server/src/guests/reply-order.ts

older-reply-counts [replies]: the reply that arrives last counts, not the one that was written last (M4)
- const isOlderReply = replied_at !== null && writtenAt < replied_at;
+ const isOlderReply = replied_at !== null && writtenAt.getTime() === 0;

arrival-is-the-answer [replies]: of replies that were long on their way, the later one seems older than the earlier one's arrival (M4)
- replied_at: writtenAt ?? before.replied_at,
+ replied_at: writtenAt && new Date(),

clocks-decide-alone [replies]: a device whose clock is behind cannot answer the event as it is now (M4)
- Math.min(revision, event.revision) > replied_revision
+ Math.min(revision, event.revision) > replied_revision + 1_000

server/src/guests/answer-by-calendar.ts

earlier-revision-counts [replies]: a reply to an earlier time or place is an answer to the present one (M4)
- input.revision < state.event.revision
+ input.revision < state.event.revision - 1_000

outdated-overtakes [replies]: a reply to an earlier time or place makes one to the present seem old (M4)
- if (input.revision !== null && input.revision < state.event.revision) return { outcome: "outdated" };
-     const before = state.rows(guestsTable).change(found.id, repliedAt(state, found, order));
+ const before = state.rows(guestsTable).change(found.id, repliedAt(state, found, order));
+     if (input.revision !== null && input.revision < state.event.revision) return { outcome: "outdated" };

server/src/notifications/take-report.ts

bounces-are-forgotten [replies]: an address that gave an email back is written to again (M5)
- const counts = taken === "recorded" ||
+ const counts = taken !== "recorded" ||

server/src/invitations/after-report.ts

late-delay-counts [replies]: a report of a delay that comes late hides that the email came back (M5)
- delayed: ["notSent", "sent"],
+ delayed: ["notSent", "sent", "failed"],
`);
