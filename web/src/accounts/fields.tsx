import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { IconButton } from "../ui/button.tsx";
import { MAX_PASSWORD, MAX_PERSON_NAME, MIN_PASSWORD } from "./field-rules.ts";
import "./fields.css";

type FieldProps = { value: string; onChange: (value: string) => void; error?: string | null | undefined; label?: string; hint?: ReactNode };

export function EmailField({ value, onChange, error, label, hint, autoComplete = "username" }: FieldProps & { autoComplete?: string }) {
  const { t } = useLingui();
  return (
    <Field label={label ?? t`Email`} hint={hint} error={error} required>
      <TextInput
        type="email"
        name="email"
        inputMode="email"
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

export function NameField({ value, onChange, error, hint }: FieldProps) {
  const { t } = useLingui();
  return (
    <Field label={t`Name`} hint={hint} error={error} required>
      <TextInput
        name="name"
        autoComplete="name"
        maxLength={MAX_PERSON_NAME}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

/** A password input with a button that shows the password, instead of typing it twice. */
export function PasswordField({
  value,
  onChange,
  error,
  label,
  hint,
  autoComplete,
  autoFocus,
}: FieldProps & { autoComplete: "current-password" | "new-password"; autoFocus?: boolean }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(false);
  const isNew = autoComplete === "new-password";
  return (
    <Field
      label={label ?? t`Password`}
      hint={
        error
          ? undefined
          : (hint ?? (isNew && t`At least ${MIN_PASSWORD} characters. A few words in a row are easy to remember and hard to guess.`))
      }
      error={error}
      required
    >
      <span className="password-field">
        <TextInput
          type={shown ? "text" : "password"}
          name={isNew ? "new-password" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={MAX_PASSWORD}
          autoFocus={autoFocus}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <IconButton icon="eye" label={t`Show the password`} aria-pressed={shown} onClick={() => setShown(!shown)} />
      </span>
    </Field>
  );
}
