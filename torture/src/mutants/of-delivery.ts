import { mutantsIn } from "./mutant.ts";

/** Bugs of what readers get. */
export const deliveryMutants = mutantsIn(`
contract/src/audience.ts

addresses-leak: guests are shown each other's addresses (C3)
- return { ...shown, email: null, plusOnes: []
+ return { ...shown, plusOnes: []

everybody-is-listed: those who declined or wait are shown by name (C3)
- if (!isListed(card.standing) || !seesList(viewerClass, context)) return null;
+ if (!seesList(viewerClass, context)) return null;

public-reads-the-list: the public is shown names that are for guests (C3)
- (context.guestListFor === "guests" && viewerClass === "guest")
+ context.guestListFor === "guests"

public-reads-the-chat: the conversation reaches the public (C3, C4)
- return viewerClass === "host" || (viewerClass === "guest" && context.chat !== "closed");
+ return context !== null;

everybody-counts-the-declined: guests are told how many declined (C3)
- { ...shown, declined: null, silent: null }
+ { ...shown, silent: null }

contract/src/guest-entries.ts

own-view-for-all: what a guest is told of themselves reaches everybody (C3)
- isSubject && guest ? meOf
+ guest ? meOf

contract/src/entry-rules.ts

removal-ends-nothing: a removed guest keeps receiving (C7)
- viewer.class !== "host" && viewer.guestId !== null && viewer.guestId === guestId;
+ viewer.guestId === guestId && guestId === viewer.class;

contract/src/event-entries.ts

renewal-ends-nothing: clients with an old share link keep receiving (C7)
- endsAccess: (viewer) => viewer.class === "public",
+ endsAccess: () => false,

audience-change-is-ignored: readers go on though what they may see has changed (C7)
- viewer.class !== "host" && body.audienceChanged
+ viewer.class === null && body.audienceChanged

server/src/realtime/event-feed.ts

hints-are-trusted [lost hints]: a hint that does not continue what is known is delivered all the same (C3)
- if (hint && !tail.isReading() && hint.after === recent.head) return
+ if (hint && !tail.isReading()) return

catch-up-is-dropped: a joining subscriber is told that it is caught up without what they missed (C3)
- sender.deliver(subscriber);
-     if (subscriber.ended) return;
+ subscriber.cursor = recent.head;
+     if (subscriber.ended) return;

drained-lines-are-forgotten [slow lines]: a connection that has room again is not sent what it missed (C3)
- resume: sender.tryToDeliver,
+ resume: () => {},

server/src/realtime/entry-sender.ts

turned-away-too-late: the entry that ends somebody's access still reaches them (C7)
- const last = entry.seq - 1;
+ const last = entry.seq;

nobody-is-turned-away: access is checked when a client connects, and never again (C7)
- if (accessChange) return revoke(subscriber, accessChange);

full-lines-are-skipped [slow lines]: what a full connection does not take is never sent (C3)
- if (!subscriber.hasRoom()) return;
+ if (!subscriber.hasRoom()) return void (subscriber.cursor = recent.head);

turned-away-without-a-word: who loses access is not told so (C7)
- subscriber.cursor = last;
-     leave(subscriber);
+ subscriber.cursor = last;
+     return leave(subscriber);

server/src/realtime/log-tail.ts

behind-and-content [pruning]: a feed that cannot get to where the log is known to be stays behind (C3)
- if (recent.head < expected) throw new EntriesMissing();

pages-may-have-holes [pruning]: what the log does not have any more is passed over in silence (C3)
- if (page.entries.some(({ seq }, at) => seq !== after + 1 + at)) throw new EntriesMissing();

server/src/realtime/recent-entries.ts

resumes-one-too-early: who comes back gets the last entry again (C3)
- kept.slice(after - start);
+ kept.slice(Math.max(0, after - start - 1));

one-frame-for-all: whoever an entry is about gets what everybody gets (C3)
- if (viewer.guestId !== null && subjects.has(viewer.guestId)) return
+ if (viewer.guestId === eventId) return

frames-are-kept-too-long: a frame that was built once is sent though the log has gone on (C3)
- forgetFrames();
-       kept.push
+ kept.push

kept-words-stay [talk]: who comes back is sent words that were erased before they came (C3)
- if (reworded.size > 0) kept =
+ if (reworded.size > 1_000) kept =

server/src/realtime/feeds.ts

lost-hints-stay-lost [lost hints]: nothing makes up for a hint that did not come (C3)
- await Promise.all(open.map(
+ await Promise.all(open.slice(0, 0).map(

server/src/realtime/join-feed.ts

epoch-is-not-compared [odd positions]: a position of another epoch is resumed (C12)
- return epoch === registry.epoch ? null : ("epoch" as const);
+ return null;

server/src/realtime/session.ts

rights-are-remembered: who was let in once is let in again, whatever happened since (C7)
- const admit = () => deps.viewerOf(eventId, identity);
+ const admit = () => (((globalThis as never as Record<string, Record<string, ReturnType<typeof deps.viewerOf>>>)['remembered'] ??= {})[JSON.stringify([eventId, identity])] ??= deps.viewerOf(eventId, identity));

server/src/guests/access.ts

revoked-links-still-read [postgres]: a revoked guest is let in by their old link (C7)
- removed_at is null and access_version = grants.access_version
+ removed_at is null
`);
