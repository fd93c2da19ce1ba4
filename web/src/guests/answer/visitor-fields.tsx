import { useLingui } from "@lingui/react/macro";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import type { Draft } from "./answer-draft.ts";

const MAX_NAME = 80;

/** Name and email of a visitor by a share link; the email is optional. */
export function VisitorFields({
  draft,
  onChange,
  nameMissing,
  badEmail,
}: {
  draft: Draft;
  onChange: (draft: Draft) => void;
  nameMissing: boolean;
  badEmail: boolean;
}) {
  const { t } = useLingui();
  const nameError = nameMissing ? t`Please tell the host your name.` : undefined;
  const emailError = badEmail ? t`That doesn't look like an email address.` : undefined;
  return (
    <div className="answer-visitor">
      <Field label={t`Your name`} required error={nameError}>
        <TextInput
          name="name"
          autoComplete="name"
          maxLength={MAX_NAME}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Field>
      <Field
        label={t`Email`}
        optional={t`(optional)`}
        hint={t`So you can find your answer again and hear about changes. Only hosts can see it.`}
        error={emailError}
      >
        <TextInput
          name="email"
          type="email"
          autoComplete="email"
          inputMode="email"
          value={draft.email}
          onChange={(event) => onChange({ ...draft, email: event.target.value })}
        />
      </Field>
    </div>
  );
}
