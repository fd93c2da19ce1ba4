import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { UndeliveredGuest, WaitingGuest } from "@turnout/contract/invitations";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { FixAddress } from "./fix-address.tsx";
import { isFoundIn } from "./removed-guests.tsx";
import { useUndeliveredWords } from "./undelivered-words.ts";
import "./undelivered.css";

/** What needs a host, in one file. */
export { WaitingReplies } from "./waiting-replies.tsx";

interface UndeliveredProps {
  eventId: string;
  guests: UndeliveredGuest[];
  search?: string;
  /** Most that are shown, with a way to all. Absent: all are. */
  most?: number;
  onAll?: () => void;
}

/** Whom emails did not reach and why, each with a way to correct the address and send again. Nothing if all arrived. */
export function Undelivered({ eventId, guests, search = "", most = guests.length, onAll }: UndeliveredProps) {
  const { t } = useLingui();
  const found = guests.filter(({ name, email }) => isFoundIn(search, `${name} ${email}`));
  if (found.length === 0) {
    return (
      <EmptyState heading="h2" icon="mail" title={search === "" ? t`Every email arrived` : t`Nobody matches`}>
        <Trans>Guests whom an email did not reach appear here.</Trans>
      </EmptyState>
    );
  }
  return (
    <section className="undelivered" aria-label={t`Not delivered`}>
      <h2 className="undelivered-title" role="status">
        <Plural value={guests.length} one="An email to one guest didn't arrive" other="Emails to # guests didn't arrive" />
      </h2>
      <ul>
        {found.slice(0, most).map((guest) => (
          <UndeliveredRow key={guest.guestId} eventId={eventId} guest={guest} />
        ))}
      </ul>
      {found.length > most && (
        <Button look="plain" size="sm" onClick={onAll}>
          <Plural value={found.length} one="Show it" other="Show all #" />
        </Button>
      )}
    </section>
  );
}

function UndeliveredRow({ eventId, guest }: { eventId: string; guest: UndeliveredGuest }) {
  const { t } = useLingui();
  const why = useUndeliveredWords();
  const [isFixing, setFixing] = useState(false);
  const { guestId, name, email, delivery, reason } = guest;
  const hasComplained = delivery === "complained";
  return (
    <li className="undelivered-row">
      <Avatar id={guestId} name={name} size={40} />
      <span className="undelivered-who">
        <strong dir="auto">{name}</strong>
        <span className="undelivered-address">{email}</span>
        <span className="muted">{hasComplained ? t`They reported the email as unwanted, and get no more.` : why[reason ?? "unknown"]}</span>
      </span>
      {!isFixing && !hasComplained && (
        <Button size="sm" aria-label={t`Fix and resend: ${name}`} onClick={() => setFixing(true)}>
          <Trans>Fix and resend</Trans>
        </Button>
      )}
      {isFixing && <FixAddress eventId={eventId} guest={guest} onClose={() => setFixing(false)} />}
    </li>
  );
}

/** Whose emails wait: here, until when, or at a server on the way. */
export function MailWaits({ guests, search }: { guests: WaitingGuest[]; search: string }) {
  const { t } = useLingui();
  const time = useTimeFormat({ weekday: "long", hour: "numeric", minute: "2-digit" });
  const found = guests.filter(({ name, email }) => isFoundIn(search, `${name} ${email}`));
  if (found.length === 0) {
    return (
      <EmptyState heading="h2" icon="clock" title={search === "" ? t`No email waits` : t`Nobody matches`}>
        <Trans>Guests whose emails wait appear here.</Trans>
      </EmptyState>
    );
  }
  return (
    <ul className="undelivered-waits" aria-label={t`Mail waits`}>
      {found.map(({ guestId, name, email, until }) => (
        <li key={guestId} className="undelivered-row">
          <Avatar id={guestId} name={name} size={40} />
          <span className="undelivered-who">
            <strong dir="auto">{name}</strong>
            <span className="undelivered-address">{email}</span>
            <span className="muted">
              {until === null
                ? t`Their mail server takes no mail at the moment. It is still being tried.`
                : t`Will be sent ${time.format(Date.parse(until))}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
