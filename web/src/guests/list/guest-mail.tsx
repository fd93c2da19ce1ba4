import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Suspense } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import type { GuestWrote } from "@turnout/contract/guest-mail-entries";
import { useEventSnapshot } from "../../live/use-event.ts";
import { onDemand } from "../../on-demand.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { heldReplies } from "./held-replies.ts";
import { HeldReply } from "./held-reply.tsx";
import { useGuestHistory } from "./use-guest-history.ts";
import "./guest-mail.css";

const HeldDelegation = onDemand(() => import("./held-delegation.tsx"), "HeldDelegation");

/**
 * What came of a guest by email: replies that wait for a host's word, and what the guest wrote, newest first. Only hosts get it. Nothing
 * is shown where there is nothing.
 */
export function GuestMail({ eventId, guest }: { eventId: string; guest: GuestCard }) {
  const { details } = useEventSnapshot();
  const { lines } = useGuestHistory(eventId, guest.guestId);
  const written = lines.flatMap(({ seq, at, body }) => (body.type === "guest.wrote" ? [{ seq, at, ...body }] : [])).toReversed();
  return (
    <>
      {heldReplies(lines, details).map((held) =>
        held.delegates ? (
          <Suspense key={held.seq} fallback={null}>
            <HeldDelegation eventId={eventId} guest={guest} held={held} delegates={held.delegates} />
          </Suspense>
        ) : (
          <HeldReply key={held.seq} eventId={eventId} guest={guest} held={held} />
        ),
      )}
      {written.length > 0 && <Written written={written} email={guest.email} />}
    </>
  );
}

function Written({ written, email }: { written: (GuestWrote & { seq: number; at: string })[]; email: string | null }) {
  const { t } = useLingui();
  return (
    <section aria-label={t`By email`}>
      <h3>
        <Trans>By email</Trans>
      </h3>
      <ul className="guest-mail" role="list">
        {written.map((one) => (
          <li key={one.seq}>
            <blockquote dir="auto">{one.text}</blockquote>
            <p className="muted">
              <RelativeTime at={one.at} /> <Origin {...one} email={email} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whatever else there is to know of an email: where it came from, and what was left out. */
function Origin({ from, files, email }: Pick<GuestWrote, "from" | "files"> & { email: string | null }) {
  return (
    <>
      {from !== null && (from === email ? <Trans>· sender not verified</Trans> : <Trans>· from {from}</Trans>)}{" "}
      {files > 0 && <Plural value={files} one="· # file left out" other="· # files left out" />}
    </>
  );
}
