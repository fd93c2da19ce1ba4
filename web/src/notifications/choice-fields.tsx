import { useLingui } from "@lingui/react/macro";
import type { ChooseNotification, NotificationChoices } from "@turnout/contract/notification-choices";
import type { NotificationKind } from "@turnout/contract/notifications";
import { useState } from "react";
import { showToast } from "../ui/toast.ts";
import { Switch } from "../ui/toggle.tsx";

export type Choice = NotificationChoices["choices"][number];

type ChoiceFieldsProps = { loaded: readonly Choice[]; send: (choice: ChooseNotification) => Promise<unknown> };

/** A switch for each kind and channel. It takes effect at once, and goes back if it could not be saved. */
export function ChoiceFields({ loaded, send }: ChoiceFieldsProps) {
  const { t } = useLingui();
  const words = useKindWords();
  const [choices, setChoices] = useState(loaded);

  function show({ kind, channel }: Choice, isOn: boolean) {
    setChoices((known) => known.map((one) => (one.kind === kind && one.channel === channel ? { ...one, isOn } : one)));
  }

  async function choose(choice: Choice, isOn: boolean) {
    show(choice, isOn);
    try {
      await send({ kind: choice.kind, channel: choice.channel, isOn });
    } catch {
      show(choice, !isOn);
      showToast(t`This could not be saved. Try again in a moment.`, { tone: "danger" });
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
    </fieldset>
  ));
}

function useKindWords(): Record<NotificationKind, string> {
  const { t } = useLingui();
  return {
    answered: t`Answers to your events`,
    seatGiven: t`Guests who get a spot from the waitlist`,
    undelivered: t`Emails that did not arrive`,
    wrote: t`Emails from your guests`,
    replyHeld: t`Replies that wait for you`,
    promoted: t`A spot from the waitlist for you`,
    changed: t`A new time or place`,
    cancelled: t`Cancelled events`,
    announced: t`Announcements from hosts`,
    replied: t`Replies to your messages`,
  };
}
