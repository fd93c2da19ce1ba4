import { useLingui } from "@lingui/react/macro";
import type { Choose, EmailPace, NotificationChoices } from "@turnout/contract/notification-choices";
import type { NotificationKind } from "@turnout/contract/notifications";
import { useState } from "react";
import { showToast } from "../ui/toast.ts";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/input.tsx";
import { Switch } from "../ui/toggle.tsx";

type Choice = NotificationChoices["choices"][number];
type Email = NotificationChoices["emails"][number];

type ChoiceFieldsProps = {
  /** A server of the previous version says nothing of emails. */
  loaded: { choices: readonly Choice[]; emails?: readonly Email[] };
  send: (choice: Choose) => Promise<unknown>;
};

/** For each kind a switch for each channel, and when it is emailed. It takes effect at once, and goes back if it could not be saved. */
export function ChoiceFields({ loaded, send }: ChoiceFieldsProps) {
  const { t } = useLingui();
  const words = useKindWords();
  const [choices, setChoices] = useState(loaded.choices);
  const [emails, setEmails] = useState(loaded.emails ?? []);
  const failed = () => showToast(t`This could not be saved. Try again in a moment.`, { tone: "danger" });

  function show({ kind, channel }: Choice, isOn: boolean) {
    setChoices((known) => known.map((one) => (one.kind === kind && one.channel === channel ? { ...one, isOn } : one)));
  }

  async function choose(choice: Choice, isOn: boolean) {
    show(choice, isOn);
    try {
      await send({ kind: choice.kind, channel: choice.channel, isOn });
    } catch {
      show(choice, !isOn);
      failed();
    }
  }

  async function choosePace(kind: Email["kind"], pace: EmailPace) {
    const before = emails;
    setEmails((known) => known.map((one) => (one.kind === kind ? { kind, pace } : one)));
    try {
      await send({ kind, channel: "email", pace });
    } catch {
      setEmails(before);
      failed();
    }
  }

  return [...new Set(choices.map(({ kind }) => kind))].map((kind) => (
    <fieldset key={kind} className="notification-choice">
      <legend>{words[kind]}</legend>
      {choices
        .filter((choice) => choice.kind === kind)
        .map((choice) => (
          <Switch
            key={choice.channel}
            label={choice.channel === "bell" ? t`In the app` : t`On your devices`}
            checked={choice.isOn}
            onChange={(isOn) => void choose(choice, isOn)}
          />
        ))}
      {emails
        .filter((email) => email.kind === kind)
        .map((email) => (
          <PaceField key="email" pace={email.pace} onChoose={(pace) => void choosePace(email.kind, pace)} />
        ))}
      {emails.length > 0 && <OwnEmail kind={kind} />}
    </fieldset>
  ));
}

/** Of kinds that have an email of their own. */
function OwnEmail({ kind }: { kind: NotificationKind }) {
  const { t } = useLingui();
  switch (kind) {
    case "wrote":
    case "replyHeld":
      return <p className="muted">{t`By email: where guests may reply to you`}</p>;
    case "promoted":
    case "changed":
    case "cancelled":
    case "reminder":
    case "bulletin":
      return <p className="muted">{t`By email: always`}</p>;
    default:
      return null;
  }
}

function PaceField({ pace, onChoose }: { pace: EmailPace; onChoose: (pace: EmailPace) => void }) {
  const { t } = useLingui();
  const words: Record<EmailPace, string> = {
    atOnce: t`At once`,
    quiet: t`Together, after a quiet hour`,
    daily: t`Every day at 8`,
    off: t`Not by email`,
  };
  return (
    <Field label={t`By email`}>
      <Select value={pace} onChange={({ target }) => onChoose(target.value as EmailPace)}>
        {(Object.keys(words) as EmailPace[]).map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function useKindWords(): Record<NotificationKind, string> {
  const { t } = useLingui();
  return {
    answered: t`Answers to your events`,
    seatGiven: t`Guests who get a seat from the waitlist`,
    undelivered: t`Emails that did not arrive`,
    wrote: t`Emails from your guests`,
    replyHeld: t`Replies that wait for you`,
    promoted: t`A seat from the waitlist for you`,
    changed: t`A new time or place`,
    cancelled: t`Cancelled events`,
    announced: t`Announcements from hosts`,
    replied: t`Replies to your messages`,
    mentioned: t`Mentions of you`,
    reminder: t`Reminders`,
    bulletin: t`Emails from hosts`,
  };
}
