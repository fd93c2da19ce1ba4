import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useGuestCommands } from "./use-guest-commands.ts";
import "./undelivered.css";

interface Props {
  eventId: string;
  guest: Pick<GuestCard, "guestId" | "name" | "email">;
  onClose: () => void;
}

/** Asks for a guest's address, and sends their invitation to it. */
export function FixAddress({ eventId, guest: { guestId, name, email: known }, onClose }: Props) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const [email, setEmail] = useState(known ?? "");
  const [pending, setPending] = useState(false);

  async function send() {
    setPending(true);
    const done = await commands.resend(guestId, t`Invitation to ${name} will be sent again`, { email: email.trim() });
    setPending(false);
    if (done) onClose();
  }

  return (
    <form className="undelivered-fix" onSubmit={(event) => (event.preventDefault(), void send())}>
      <Field label={t`Email`}>
        <TextInput type="email" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      </Field>
      <Button type="submit" look="primary" pending={pending}>
        <Trans>Send again</Trans>
      </Button>
      <Button look="plain" onClick={onClose}>
        <Trans>Cancel</Trans>
      </Button>
    </form>
  );
}
