import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { GuestCard, ListedGuest } from "@turnout/contract/guests";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { useCompanions } from "../answer/use-companions.ts";
import { Menu } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import { FixAddress } from "./fix-address.tsx";
import { AnswerFor } from "./answer-for.tsx";
import { GuestAnswers } from "./guest-answers.tsx";
import { GuestHistory } from "./guest-history.tsx";
import { TagsOfGuest } from "./tags-of-guest.tsx";
import { GuestMail } from "./guest-mail.tsx";
import { showsMailOpened, showsOpened } from "./delivery-note.tsx";
import { WaitlistPlace } from "./waitlist-place.tsx";
import { StandingBadge } from "./standing.tsx";
import { useCopyLink } from "./use-copy-link.ts";
import { useGuestCommands } from "./use-guest-commands.ts";
import "./guest-drawer.css";

interface Props {
  eventId: string;
  guest: ListedGuest;
  isFull: boolean;
  /** Says until when their invitation waits, if it does. */
  heldNote: ReactNode;
  /** Their last invitation did not arrive. */
  hasFailed: boolean;
  onClose: () => void;
}

/** Everything about one guest, and what a host can do for them. */
export function GuestDrawer({ eventId, guest, isFull, heldNote, hasFailed, onClose }: Props) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const copyLink = useCopyLink(eventId);
  const { tally } = useEventSnapshot();
  const [isFixing, setFixing] = useState(false);
  const [asking, setAsking] = useState<"remove" | "revoke" | "leave" | null>(null);
  const details = useDetails(eventId, guest);
  const { name, guestId } = guest;
  const companions = useCompanions(guest.plusOnes);

  // Seats go to the waitlist at once, so this cannot be undone.
  const isFinal = guest.ticket !== null || (guest.standing === "going" && tally.waiting > 0);
  const remove = () => void commands.remove(guest, t`${name} is off the list`).then((done) => done && onClose());

  const drawer = (
    <Dialog open onClose={details.isChanged ? () => setAsking("leave") : onClose} title={name} wide startAt="title">
      <div className="guest-drawer">
        <p className="guest-drawer-state">
          <StandingBadge standing={guest.standing} isReachable={guest.email !== null} isHeld={heldNote !== null} hasFailed={hasFailed} />
        </p>
        <Confirmation guest={guest} />
        {showsOpened(guest) && (
          <p className="muted">
            <Trans>
              Their link was opened, but not answered yet. That may have been them, somebody they passed it on to, or a program that checks
              links in emails.
            </Trans>
          </p>
        )}
        {showsMailOpened(guest, hasFailed) && (
          <p className="muted">
            <Trans>
              An image in their invitation was loaded, so it was probably opened. Mail programs also load images that nobody looks at, and
              leave them out where somebody does.
            </Trans>
          </p>
        )}
        {heldNote}
        {hasFailed && (
          <Notice
            tone="warning"
            title={t`Their invitation didn't arrive`}
            action={!isFixing && <Button onClick={() => setFixing(true)}>{t`Fix and resend`}</Button>}
          >
            <Trans>
              Their mail server refused it, or it couldn't be sent for too long. Check the address and send it again, or copy their link.
            </Trans>
          </Notice>
        )}
        {isFixing && <FixAddress eventId={eventId} guest={guest} onClose={() => setFixing(false)} />}
        {companions && (
          <p>
            <Trans>With {companions}</Trans>
          </p>
        )}
        {guest.note && (
          <blockquote className="guest-drawer-note" dir="auto">
            {guest.note}
          </blockquote>
        )}
        {guest.ticket !== null && <WaitlistPlace eventId={eventId} guest={guest} />}
        <GuestAnswers guest={guest} />
        <GuestMail eventId={eventId} guest={guest} />
        <TagsOfGuest eventId={eventId} guest={guest} />
        <AnswerFor eventId={eventId} guest={guest} isFull={isFull} />
        <Details {...details} />
        <div className="guest-drawer-actions">
          {guest.email ? (
            <Button icon="mail" onClick={() => void commands.resend(guestId, t`Invitation to ${name} will be sent again`)}>
              <Trans>Resend invitation</Trans>
            </Button>
          ) : (
            <Button icon="mail" onClick={() => setFixing(true)}>
              <Trans>Email the invitation</Trans>
            </Button>
          )}
          <Button icon="link" onClick={() => void copyLink(guest)}>
            <Trans>Copy personal link</Trans>
          </Button>
          <Menu
            label={t`More for ${name}`}
            items={[
              { label: t`Revoke links`, icon: "lock", onSelect: () => setAsking("revoke") },
              { label: t`Remove from the list`, icon: "trash", danger: true, onSelect: () => (isFinal ? setAsking("remove") : remove()) },
            ]}
          />
        </div>
        <GuestHistory eventId={eventId} guestId={guestId} />
      </div>
      <ConfirmDialog
        open={asking === "remove"}
        onCancel={() => setAsking(null)}
        title={t`Remove ${name}?`}
        confirmLabel={t`Remove ${name}`}
        onConfirm={remove}
      >
        <p>
          {guest.ticket === null ? (
            <Trans>Their seat goes to whoever has waited longest. If you let them in again, they join the end of the waitlist.</Trans>
          ) : (
            <Trans>They lose their place on the waitlist. If you let them in again, they join the end of the waitlist.</Trans>
          )}
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "revoke"}
        onCancel={() => setAsking(null)}
        title={t`Revoke the links of ${name}?`}
        confirmLabel={t`Revoke links`}
        onConfirm={() => void commands.revoke(guestId, t`The links of ${name} no longer work`).then(() => setAsking(null))}
      >
        <p>
          <Trans>
            Every link made for them stops working, also in browsers where it was opened and in the account it was saved to. Their answer
            stays. You can send a new link afterwards.
          </Trans>
        </p>
      </ConfirmDialog>
    </Dialog>
  );
  return (
    <>
      {drawer}
      <Dialog
        open={asking === "leave"}
        startAt="title"
        onClose={() => setAsking(null)}
        title={t`Save the changes?`}
        actions={
          <>
            <Button onClick={onClose}>{t`Discard`}</Button>
            <Button
              look="primary"
              onClick={() => void details.save().then((done) => (done ? onClose() : setAsking(null)))}
            >{t`Save`}</Button>
          </>
        }
      >
        <p>
          <Trans>You changed the name or email of {name}.</Trans>
        </p>
      </Dialog>
    </>
  );
}

/** Whether somebody who is going has said that they still come; nothing before they are asked. */
function Confirmation({ guest }: { guest: GuestCard }) {
  const { details } = useEventSnapshot();
  const isAsked = useNow() >= Date.parse(details.askedFrom ?? "");
  if (!isAsked || guest.standing !== "going") return null;
  return (
    <p className="muted">
      {guest.confirmedFor === details.starts?.slice(0, 10) ? (
        <Trans>Confirmed that they still come.</Trans>
      ) : (
        <Trans>Not confirmed yet.</Trans>
      )}
    </p>
  );
}

/** A guest's name and address as a host types them. */
function useDetails(eventId: string, guest: GuestCard) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  // Null while it is as it was: it may be changed elsewhere, and is followed.
  const [typedName, setName] = useState<string | null>(null);
  const [typedEmail, setEmail] = useState<string | null>(null);
  // Saved, or typed as it is: what is changed elsewhere from now on is followed again.
  if (typedName === guest.name) setName(null);
  if (typedEmail === (guest.email ?? "")) setEmail(null);
  const name = typedName ?? guest.name;
  const email = typedEmail ?? guest.email ?? "";
  const isChanged = name.trim() !== guest.name || email.trim() !== (guest.email ?? "");
  const save = () => {
    if (typedName !== null) setName(typedName.trim());
    if (typedEmail !== null) setEmail(typedEmail.trim());
    return commands.edit(guest.guestId, { name: name.trim(), email: email.trim() || null }, t`Saved`);
  };
  return { name, setName, email, setEmail, isChanged, save };
}

function Details({ name, setName, email, setEmail, isChanged, save }: ReturnType<typeof useDetails>) {
  const { t } = useLingui();
  return (
    <form className="guest-drawer-details" onSubmit={(event) => (event.preventDefault(), void save())}>
      <Field label={t`Name`}>
        <TextInput value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field label={t`Email`}>
        <TextInput type="email" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      </Field>
      {isChanged && (
        <Button type="submit" look="primary">
          <Trans>Save</Trans>
        </Button>
      )}
    </form>
  );
}
