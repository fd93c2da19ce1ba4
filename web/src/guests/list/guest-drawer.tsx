import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Answer, GuestCard } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { AnswerButtons } from "../../ui/choice.tsx";
import { ConfirmDialog, Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { newId } from "../../live/new-id.ts";
import { showToast } from "../../ui/toast.ts";
import { Checkbox } from "../../ui/toggle.tsx";
import { GuestHistory } from "./guest-history.tsx";
import { StandingBadge } from "./standing.tsx";
import { useGuestCommands } from "./use-guest-commands.ts";
import "./guest-drawer.css";

interface Props {
  eventId: string;
  guest: GuestCard;
  isFull: boolean;
  onClose: () => void;
}

/** Everything about one guest, and what a host can do for them. */
export function GuestDrawer({ eventId, guest, isFull, onClose }: Props) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const [asking, setAsking] = useState<"remove" | "revoke" | null>(null);
  const { name, guestId } = guest;

  async function copyLink() {
    const { url } = await read(
      api.POST("/api/events/{eventId}/guests/{guestId}/link", { params: { path: { eventId, guestId } }, body: { commandId: newId() } }),
    );
    await navigator.clipboard.writeText(url);
    showToast(t`Link for ${name} copied`, { tone: "success" });
  }

  return (
    <Dialog open onClose={onClose} title={name} wide>
      <div className="guest-drawer">
        <p className="guest-drawer-state">
          <StandingBadge standing={guest.standing} /> {guest.ticket !== null && t`Ticket ${guest.ticket}`}
        </p>
        {guest.plusOnes.some(Boolean) && (
          <p>
            <Trans>With {guest.plusOnes.filter(Boolean).join(", ")}</Trans>
          </p>
        )}
        {guest.note && <blockquote className="guest-drawer-note">{guest.note}</blockquote>}
        <AnswerFor eventId={eventId} guest={guest} isFull={isFull} />
        <Details eventId={eventId} guest={guest} />
        <div className="guest-drawer-actions">
          {guest.email && (
            <Button icon="mail" onClick={() => void commands.resend(guestId, t`Invitation to ${name} is on its way`)}>
              <Trans>Send the invitation again</Trans>
            </Button>
          )}
          <Button icon="link" onClick={() => void copyLink()}>
            <Trans>Copy a personal link</Trans>
          </Button>
          <Button icon="lock" onClick={() => setAsking("revoke")}>
            <Trans>Revoke links</Trans>
          </Button>
          <Button look="danger" icon="trash" onClick={() => setAsking("remove")}>
            <Trans>Remove</Trans>
          </Button>
        </div>
        <GuestHistory eventId={eventId} guestId={guestId} />
      </div>
      <ConfirmDialog
        open={asking === "remove"}
        onCancel={() => setAsking(null)}
        title={t`Remove ${name}?`}
        confirmLabel={t`Remove ${name}`}
        onConfirm={() => void commands.remove(guestId, t`${name} is off the list`).then((done) => done && onClose())}
      >
        <p>
          <Trans>Their seats go to whoever waits longest, and their links and open pages end at once.</Trans>
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
            Every link made for them stops working, also in browsers where it was opened. Their answer stays. You can send a fresh link
            afterwards.
          </Trans>
        </p>
      </ConfirmDialog>
    </Dialog>
  );
}

function AnswerFor({ eventId, guest, isFull }: { eventId: string; guest: GuestCard; isFull: boolean }) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const [extra, setExtra] = useState(guest.partySize - 1);
  const [override, setOverride] = useState(false);
  const current = guest.standing === "going" || guest.standing === "maybe" || guest.standing === "declined" ? guest.standing : null;
  const plusOnes = Array.from({ length: extra }, (_, index) => guest.plusOnes[index] ?? "");
  const options = [
    { value: "going" as const, label: t`Going`, icon: "check" as const, tone: "going" as const },
    { value: "maybe" as const, label: t`Maybe`, icon: "question" as const, tone: "maybe" as const },
    { value: "declined" as const, label: t`Can't`, icon: "x" as const, tone: "declined" as const },
  ];
  return (
    <section className="guest-drawer-answer">
      <h3>
        <Trans>Answer for {guest.name}</Trans>
      </h3>
      <Field label={t`People brought along`}>
        <Stepper value={extra} onChange={setExtra} max={10} />
      </Field>
      {isFull && <Checkbox label={t`Seat them although the event is full`} checked={override} onChange={setOverride} />}
      <AnswerButtons<Answer>
        label={t`Answer`}
        options={options}
        value={current}
        onChoose={(answer) => void commands.answer(guest.guestId, { answer, plusOnes, override }, t`Answer of ${guest.name} noted`)}
      />
    </section>
  );
}

function Details({ eventId, guest }: { eventId: string; guest: GuestCard }) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const [name, setName] = useState(guest.name);
  const [email, setEmail] = useState(guest.email ?? "");
  const changed = name.trim() !== guest.name || email.trim() !== (guest.email ?? "");
  const save = () => commands.edit(guest.guestId, { name: name.trim(), email: email.trim() || null }, t`Saved`);
  return (
    <form className="guest-drawer-details" onSubmit={(event) => (event.preventDefault(), void save())}>
      <Field label={t`Name`}>
        <TextInput value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field label={t`E-mail`}>
        <TextInput type="email" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      </Field>
      {changed && (
        <Button type="submit" look="primary">
          <Trans>Save</Trans>
        </Button>
      )}
    </form>
  );
}
