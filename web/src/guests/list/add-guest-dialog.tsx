import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Answer } from "@turnout/contract/guests";
import { useEventSnapshot } from "../../live/use-event.ts";
import { newId } from "../../live/new-id.ts";
import { Button } from "../../ui/button.tsx";
import { SegmentedChoice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { useGuestCommands } from "./use-guest-commands.ts";

interface Props {
  eventId: string;
  isFull: boolean;
  /** Their name, or their address, as it was looked for. */
  typed?: string;
  onClose: () => void;
}

/** Adds a guest who came without an invitation, or who answered by word of mouth. */
export function AddGuestDialog({ eventId, isFull, typed = "", onClose }: Props) {
  const { t } = useLingui();
  const commands = useGuestCommands(eventId);
  const { capacity } = useEventSnapshot().details;
  const isAddress = typed.includes("@");
  const [name, setName] = useState(isAddress ? "" : typed.slice(0, 80));
  const [email, setEmail] = useState(isAddress ? typed : "");
  const [answer, setAnswer] = useState<Answer>("going");
  const [extra, setExtra] = useState(0);
  const [override, setOverride] = useState(false);
  const [pending, setPending] = useState(false);

  async function add() {
    setPending(true);
    const plusOnes = Array.from({ length: extra }, () => "");
    const input = { guestId: newId(), name: name.trim(), ...(email.trim() && { email: email.trim() }), answer, plusOnes, override };
    const mayWait = capacity !== null && answer === "going" && !override;
    const [listed, waitlisted] = [t`${name.trim()} is on the list`, t`${name.trim()} is on the waitlist`];
    const done = await commands.add(input, mayWait, (isWaiting) => (isWaiting ? waitlisted : listed));
    setPending(false);
    if (done) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Add a guest`}
      actions={
        <Button look="primary" icon="user-plus" type="submit" form="add-guest" pending={pending} disabled={name.trim() === ""}>
          <Trans>Add to the list</Trans>
        </Button>
      }
    >
      <form id="add-guest" className="guest-drawer" onSubmit={(event) => (event.preventDefault(), void add())}>
        <Field label={t`Name`} required>
          <TextInput autoFocus value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.currentTarget.value)} />
        </Field>
        <Field label={t`Email`} optional={t`optional`} hint={t`So you can send them their own link later.`}>
          <TextInput type="email" value={email} autoComplete="off" onChange={(event) => setEmail(event.currentTarget.value)} />
        </Field>
        <SegmentedChoice<Answer>
          legend={t({ context: "noun", message: "Answer" })}
          hideLegend={false}
          value={answer}
          onChange={setAnswer}
          options={[
            { value: "going", label: t`Going` },
            { value: "maybe", label: t`Maybe` },
            { value: "declined", label: t`Can't` },
          ]}
        />
        <Field label={t`Plus-ones`}>
          <Stepper value={extra} onChange={setExtra} max={10} />
        </Field>
        {isFull && answer === "going" && <Checkbox label={t`Add even though it's full`} checked={override} onChange={setOverride} />}
      </form>
    </Dialog>
  );
}
