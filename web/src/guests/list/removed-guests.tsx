import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { RemovedGuest } from "@turnout/contract/guests";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useStandingNames } from "./standing.tsx";
import { useReadmit } from "./use-readmit.ts";
import "./guest-table.css";

/** The guests whom hosts removed, with a button that readmits them. */
export function RemovedGuests({ eventId, guests, search }: { eventId: string; guests: RemovedGuest[]; search: string }) {
  const { t } = useLingui();
  const found = guests.filter(({ name, email }) => isFoundIn(search, `${name} ${email ?? ""}`));
  if (found.length === 0) {
    return (
      <EmptyState heading="h2" icon="users" title={search === "" ? t`Nobody here` : t`Nobody matches`}>
        <Trans>Guests you remove appear here, so that you can let them in again.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <p className="muted">
        <Trans>
          They can't answer, and their own links don't work. Where anybody can open the event, they can still read it. If you let them in
          again, their old links work, and their answer counts if there is room.
        </Trans>
      </p>
      <ul className="removed-rows" aria-label={t`Removed guests`}>
        {found.map((guest) => (
          <RemovedRow key={guest.guestId} eventId={eventId} guest={guest} />
        ))}
      </ul>
    </>
  );
}

function RemovedRow({ eventId, guest }: { eventId: string; guest: RemovedGuest }) {
  const { t } = useLingui();
  const names = useStandingNames();
  const readmit = useReadmit(eventId);
  const [pending, setPending] = useState(false);
  const { guestId, name, email, standing, removedAt } = guest;
  const stood = names[standing];

  async function letIn() {
    setPending(true);
    await readmit({ guestId, name, standing });
    setPending(false);
  }

  return (
    <li className="removed-row">
      <Avatar id={guestId} name={name} size={40} />
      <span className="guest-row-who">
        <strong>{name}</strong>
        <span className="muted">
          {email ? `${email} · ` : ""}
          {t`was: ${stood}`} · <RelativeTime at={removedAt} />
        </span>
      </span>
      <Button size="sm" pending={pending} aria-label={t`Let ${name} in again`} onClick={() => void letIn()}>
        <Trans>Let in again</Trans>
      </Button>
    </li>
  );
}

/** Whether each word of a search is in it. */
export function isFoundIn(search: string, known: string): boolean {
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => known.toLowerCase().includes(word));
}
