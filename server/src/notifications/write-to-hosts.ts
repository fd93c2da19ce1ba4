import { isolated } from "@turnout/contract/isolated";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { claimOfReplyAddress } from "../mail/inbound/reply-address.ts";
import { emailLocale } from "./email-locale.ts";
import { hostEmail } from "./host-emails.ts";
import { guestMail } from "./queries.ts";
import type { Writer, WritingDeps } from "./writer.ts";

/** What came of a guest by email, to one host who wants it. An answer goes to the guest, and not through us. */
export const writeToHosts: Writer = async (deps, { payload }) => {
  const event = await deps.reads.event(String(payload["eventId"]));
  const guest = event && (await deps.reads.guest(event.id, String(payload["guestId"])));
  if (!event || !guest) return { unsent: "gone" };
  const host = (await deps.reads.hosts(event.id)).find(({ id }) => id === payload["hostId"]);
  const said = await guestMail(deps.db, event.id, Number(payload["seq"]));
  if (!said || !host?.repliesTo || isOurs(deps, host.repliesTo)) return { unsent: "gone" };
  return {
    to: host.repliesTo,
    from: guest.name,
    replyTo: guest.email === null ? null : { name: guest.name, address: guest.email },
    content: hostEmail({
      event,
      guest: isolated(guest.name),
      said,
      locale: emailLocale(host.locale, [host.region], event.zone),
      cover: coverPictureUrl(deps, event),
      url: `${deps.publicUrl}/e/${event.id}/guests#${new URLSearchParams({ guest: guest.id, search: guest.name }).toString()}`,
      settings: `${deps.publicUrl}/e/${event.id}/invite`,
    }),
  };
};

/** A host whose address is a guest's reply address would write to the hosts again. */
function isOurs({ inboundAddress, secret }: WritingDeps, address: string): boolean {
  return inboundAddress !== null && claimOfReplyAddress({ secret, address: inboundAddress }, address) !== null;
}
