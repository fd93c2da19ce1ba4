import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestRow } from "@turnout/contract/guest-rows/row";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/input.tsx";
import { EmailFrame } from "./email-frame.tsx";

/** Most people to choose from in the preview. */
const CHOICES = 100;

/** A preview of the invitation, for a chosen person of the list. */
export function MailPreview({ guests, message }: { guests: GuestRow[]; message: string }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState(0);
  const [subject, setSubject] = useState("");
  const guest = guests[chosen] ?? guests[0];
  return (
    <section className="mail-preview" aria-label={t`Preview of the email`}>
      {guests.length > 1 && (
        <Field label={t`Preview for`}>
          <Select value={guests[chosen] ? chosen : 0} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
            {guests.slice(0, CHOICES).map((one, index) => (
              <option key={index} value={index}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <p className="mail-preview-subject">
        <Trans>
          Subject: <strong dir="auto">{subject}</strong>
        </Trans>
      </p>
      <EmailFrame
        email={{
          path: "invitations/preview",
          fields: { name: guest?.name ?? t`Grace`, locale: guest?.locale ?? "", message: message.trim() },
        }}
        onSubject={setSubject}
      />
    </section>
  );
}
