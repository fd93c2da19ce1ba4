import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { nameFromEmail } from "@turnout/contract/name-from-email";
import { api, replyOf } from "../../api/client.ts";
import { newId } from "../../live/new-id.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { Held } from "./held-replies.ts";
import { useStandingNames } from "./standing.tsx";
import { useGuestCommand } from "./use-guest-command.ts";
import { useGuestCommands } from "./use-guest-commands.ts";
import "./guest-mail.css";

interface HeldDelegationProps {
  eventId: string;
  guest: GuestCard;
  held: Held;
  /** Their addresses. */
  delegates: string[];
}

/** Asks a host whether others are invited in a guest's place. */
export function HeldDelegation({ eventId, guest, held, delegates }: HeldDelegationProps) {
  const { t } = useLingui();
  const { declined } = useStandingNames();
  const commands = useGuestCommands(eventId);
  const invite = useInvite(eventId);
  const [pending, setPending] = useState(false);
  const { guestId, name, plusOnes } = guest;
  const { seq, from, note } = held;

  // They are invited first: if that is refused, the guest keeps their place, and the question stays.
  async function accept() {
    setPending(true);
    if (await invite(delegates))
      await commands.answer(
        guestId,
        { answer: "declined", plusOnes: [], override: false, ...(note && { note }) },
        { done: t`${name}'s answer updated` },
      );
    setPending(false);
  }
  // Whoever wrote from another address may not be the guest, who then has asked for nothing.
  const settle = () =>
    commands.settle(
      guestId,
      { reply: seq, declines: from === null },
      from === null ? t`${name} hears that nobody else is invited` : t`Reply ignored`,
    );
  return (
    <Notice tone="warning" live title={t`${name} wants to send somebody else`}>
      <p className="held-reply-from">
        <Trans>To come instead of {name}:</Trans>
      </p>
      <ul className="held-reply-delegates" role="list">
        {delegates.map((email) => (
          <li key={email}>
            <bdi>{email}</bdi>
          </li>
        ))}
      </ul>
      {from !== null && (
        <p className="held-reply-from">
          <Trans>
            The calendar reply came from another address, <bdi>{from}</bdi>.
          </Trans>
        </p>
      )}
      {note && <blockquote dir="auto">{note}</blockquote>}
      <p>
        <Trans>
          If you accept, an invitation goes out by email, and the answer of {name} becomes “{declined}”.
        </Trans>{" "}
        {plusOnes.length > 0 && (
          <Plural value={plusOnes.length} one="# companion is then not coming either." other="# companions are then not coming either." />
        )}
      </p>
      <div className="held-reply-actions">
        <Button size="sm" look="primary" pending={pending} onClick={() => void accept()}>
          <Trans>Invite instead</Trans>
        </Button>
        <Button size="sm" onClick={() => void settle()}>
          {from === null ? <Trans>Decline</Trans> : <Trans>Ignore</Trans>}
        </Button>
      </div>
    </Notice>
  );
}

/** Invites by email; resolves to whether it was done. A retry invites nobody twice: their addresses are on the list by then. */
function useInvite(eventId: string): (emails: string[]) => Promise<boolean> {
  const { t } = useLingui();
  const run = useGuestCommand();
  const personAt = (email: string) => ({ guestId: newId(), name: nameFromEmail(email), email, plusOnesAllowed: null, locale: null });
  return (emails) =>
    run(
      "inviteGuests",
      { guests: emails.map(personAt), message: "", send: true },
      (body) => replyOf(api.POST("/api/events/{eventId}/invitations", { params: { path: { eventId } }, body })),
      { done: (result) => ((result as { added: number }).added > 0 ? t`Invitation on its way` : t`On the list already`) },
    );
}
