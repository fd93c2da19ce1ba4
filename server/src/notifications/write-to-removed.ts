import type { EventDetails } from "@turnout/contract/events";
import { calendarEvent } from "../calendar/calendar-event.ts";
import { cancelRevision } from "../calendar/entry-revision.ts";
import { calendarFileName, eventCalendar } from "../calendar/ics.ts";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { isOver } from "../events/is-over.ts";
import { presentDetails } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { EmailContent } from "../mail/email-content.ts";
import { replyAddress } from "../mail/inbound/reply-address.ts";
import { eventScope } from "../mail/suppression.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { emailLocale } from "./email-locale.ts";
import { greetedAs, removedEmail } from "./guest-emails.ts";
import { isCancelledSince, removedToTell, type HostToName, type RemovedToTell } from "./queries.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import type { Unsent, Writer, WritingDeps } from "./writer.ts";

/** What a removed guest is told, as of now. */
interface Removal {
  event: EventRow;
  guest: RemovedToTell;
  hosts: HostToName[];
}

/**
 * Takes the entry out of a removed guest's calendar. It gives no access and tells no news: what it says of the event is what the
 * guest was last sent.
 */
export const writeToRemoved: Writer = async (deps, { payload }) => {
  const event = await deps.reads.event(String(payload["eventId"]));
  const guest = event && (await removedToTell(deps.db, event.id, String(payload["guestId"])));
  if (!event || !guest) return { unsent: "gone" };
  const removal = { event, guest, hosts: await deps.reads.hosts(event.id) };
  const unsent = await whyNot(deps, removal, Number(payload["seq"]));
  if (unsent) return unsent;
  const calendar = await cancelFor(deps, removal);
  if (!calendar) return { unsent: "gone" };
  const unsubscribe = unsubscribeLinks(deps, guest.email, event.id).event;
  return {
    to: guest.email,
    from: removal.hosts[0]?.name ?? "Turnout",
    content: contentOf(deps, removal, unsubscribe),
    headers: unsubscribeHeaders(unsubscribe),
    calendar,
    cancelsEntry: true,
  };
};

async function whyNot({ db, reads, now }: WritingDeps, { event, guest }: Removal, seq: number): Promise<Unsent | null> {
  if (await reads.isSuppressed(guest.email, [eventScope(event.id)])) return { unsent: "unwanted" };
  if (isOver(event, now())) return { unsent: "gone" };
  // Of an event that was cancelled before, its cancellation has taken the entry out.
  if (event.status !== "published" && !(await isCancelledSince(db, event.id, seq))) return { unsent: "gone" };
  const isMoot = await reads.happenedSince({ eventId: event.id, guestId: guest.id, seq }, ["guest.readmitted"]);
  return isMoot ? { unsent: "overtaken" } : null;
}

async function cancelFor(deps: WritingDeps, { event, guest, hosts }: Removal): Promise<FinishedMail["calendar"]> {
  const { inboundAddress, reads, secret } = deps;
  const named = hosts.map(({ id, name }) => ({ userId: id, name }));
  const known = calendarEvent({ eventId: event.id, details: asLastTold(event, guest), hosts: named }, deps);
  if (!known || inboundAddress === null) return null;
  // The organizer of the entry as it was sent: its address from before the removal, which takes nothing any more.
  const owner = { guestId: guest.id, accessVersion: guest.access_version - 1 };
  const attendee = {
    name: guest.name,
    email: guest.email,
    standing: guest.removed_standing ?? "none",
    replyTo: replyAddress({ secret, address: inboundAddress }, owner),
  };
  const sequence = cancelRevision(event.revision, await reads.cancels(event.id, guest.email));
  const content = eventCalendar(known, { method: "CANCEL", now: deps.now(), sequence, attendee, isRemoval: true });
  return { name: calendarFileName(known), method: "CANCEL", content, isPart: true };
}

function asLastTold(event: EventRow, { told }: RemovedToTell): EventDetails {
  return { ...presentDetails(event), ...told, place: { kind: "later" }, description: "" };
}

function contentOf(deps: WritingDeps, { event, guest, hosts }: Removal, unsubscribe: string): EmailContent {
  const [host] = hosts;
  return removedEmail({
    event,
    host: host?.name ?? "Turnout",
    greeted: greetedAs(guest.name),
    locale: emailLocale(guest.language ?? host?.locale ?? "en", [guest.region, host?.region], event.zone),
    cover: coverPictureUrl(deps, event),
    unsubscribe,
  });
}
