import { mutantsIn } from "./mutant.ts";

/** Bugs of what commands decide. */
export const commandMutants = mutantsIn(`
server/src/guests/seats.ts

nobody-is-promoted: freed seats stay empty while people wait (C10)
- if (state.event.status !== "published") return;
+ if (state.event) return;

promoted-twice: a promotion is written down twice (C10)
- state.append({ type: "guest.promoted", ...moveOf(state, guest, before) });
+ for (let times = 0; times < 2; times++) state.append({ type: "guest.promoted", ...moveOf(state, guest, before) });

last-come-first-served: the line is served from its end (C10)
- a.ticket! - b.ticket!
+ b.ticket! - a.ticket!

everybody-fits: the number of seats is not looked at; the database refuses what would be too many (C6, C8)
- return party.size <= party.holds || party.size - party.holds <= free;
+ return true;

too-large-holds-up [small capacities]: a party larger than the event blocks those behind it (C10)
- party.party_size > capacity) continue;
+ party.party_size > capacity) return null;

passed-only-once: seats are held too early for a party that was passed over (C10)
- party.passed_over >= MAX_PASSED_OVER
+ party.passed_over >= 1

strict-is-forgotten: small parties pass large ones though the host wants strict order (C10)
- waitlist_rule === "strict" || party
+ party

party-size-ignored: a party takes one seat, whatever its size (C8, C9)
- if (standing === "going") event.seats_taken += sign * party_size;
+ if (standing === "going") event.seats_taken += sign;

maybes-are-counted-once: a tally is wrong (C9)
- event.maybe_people += sign * party_size;
+ event.maybe_people += sign;

leaving-the-line-is-untold: those behind a party that left the line keep their old place (C4)
- leftLine: before?.ticket != null && guest.ticket === null ? before.ticket : null,
+ leftLine: null,

leaving-the-list-is-untold: readers keep somebody on the list who is not there any more (C4)
- offList: before && isListed(before.standing) && !listedNow ? guest.id : null,
+ offList: null,

one-place-further-back: whoever joins the line is told a wrong place (C4)
- return state.event.waiting_parties;
+ return state.event.waiting_parties + 1;

faces-stay: the faces in the row are not those that follow from the log (C4)
- if (faces !== state.event.faces) state.changeEvent({ faces });
+ if (faces.length > state.event.faces.length) state.changeEvent({ faces });

server/src/guests/move-on-waitlist.ts

behind-is-ahead: who is moved behind somebody stands ahead of them (C10)
- rest.toSpliced(ahead + 1, 0, guestId)
+ rest.toSpliced(ahead, 0, guestId)

new-order-seats-nobody: a party that fits is moved ahead of one that does not, and no seat is given (C10)
-     promoteWaiting(state, now);
-     const hasSeats
+     const hasSeats

number-is-given-again: who is moved to the top gets a number that somebody had (C4)
- const first = drawFirstTickets(state, ahead.length);
+ const first = drawFirstTickets(state, ahead.length) + ahead.length;

moved-and-told-another-place: who is moved is told a wrong place (C4)
- ticket: first + at, place: at + 1,
+ ticket: first + at, place: at + 2,

others-are-meant: parties that were in the way are said to be those whom a host moved (C6)
- place: at + 1, asked: asked.has(guestId)
+ place: at + 1, asked: true

server/src/guests/answering.ts

line-is-jumped: who comes later takes a free seat while others wait (C10)
- const mustQueue = doOthersWait(state, guest) && claim.size > claim.holds;
+ const mustQueue = false;

everybody-is-granted-seats: parties are seated beyond the capacity though no host said so (C8)
- if (override) {
+ if (override || !fits(state.event, claim)) {

ticket-is-lost: who changes their answer while waiting goes to the end of the line (C4)
- (before.ticket ?? drawTicket(state))
+ drawTicket(state)

server/src/guests/confirming.ts

anybody-confirms [confirmations]: who is not going says that they still come (C4)
- guest.standing !== "going" || dayOf(state.event) !== day
+ dayOf(state.event) !== day

any-day-is-confirmed [confirmations]: a day on which the event is not any more is confirmed (C4)
- guest.standing !== "going" || dayOf(state.event) !== day
+ guest.standing !== "going"

confirmed-again [confirmations]: who has confirmed the day already does so once more (C4)
- if (confirmed_for === day) return;

server/src/guests/policy.ts

old-links-still-write: a revoked guest still answers and talks (C7)
- guest.access_version === caller.accessVersion
+ guest.access_version >= (caller.accessVersion ?? Infinity)

server/src/guests/commands.ts

removal-frees-nothing: the seats of a removed guest are not given on (C10)
- takeOff(state, requireGuestRow(state, input.guestId), now);
-     promoteWaiting(state, now);
+ takeOff(state, requireGuestRow(state, input.guestId), now);

removed-and-still-counted: a removed guest stays in the counts (C9)
- recount(state, before, null);

server/src/invitations/commands.ts

revoked-in-name-only: a revoked guest's links keep their number (C9)
- { access_version: before.access_version + 1, user_id: null, delivery: "revoked" }
+ { user_id: null, delivery: "revoked" }

server/src/events/commands.ts

more-seats-wake-nobody: a larger capacity seats nobody of the line (C10)
- hooks.afterEdit(state, now);

capacity-falls-unasked: the capacity falls below what is taken without a host's word (C8)
- if (beyond > state.event.overbooked && !override) refuse(
+ if (beyond > 100_000) refuse(

audience-change-is-unsaid: the guest list is hidden or shown, and nobody is told to load anew (C7)
- new Set(["guestListFor", "visibility"])
+ new Set(["visibility"])

server/src/chat/commands.ts

anybody-corrects: messages are corrected by others than their authors (C7)
- if (message.author_id !== author.personId) refuse("not_allowed");

words-stay-in-the-row: deleted messages keep their words (C4)
- messages.change(messageId, { text: "",
+ messages.change(messageId, { text: message.text,

contract/src/guest-entries.ts

who-waits-is-shown: guests are shown who was moved on the waitlist (C7)
- { ...body, guest: null, place: mine
+ { ...body, guest: body.guest, place: mine

promoted-and-not-told: who got a seat at last hears nothing of it (C11)
- mails: ({ guest }) => toGuest(guest, "promoted")
+ mails: null
`);
