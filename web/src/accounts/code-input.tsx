import { useLingui } from "@lingui/react/macro";
import { useLayoutEffect, useRef } from "react";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { CODE_DIGITS, codeDigits, spacedCode } from "@turnout/contract/code-digits";
import "./fields.css";

type CodeInputProps = {
  digits: string;
  onChange: (digits: string) => void;
  onFull: (digits: string) => void;
  error?: string | null | undefined;
};

/** One field for the whole code, so that phones can fill it in and any paste is read. A full code is sent by itself. */
export function CodeInput({ digits, onChange, onFull, error }: CodeInputProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);

  // The gap in the middle comes and goes, so the caret is kept by the number of digits before it.
  useLayoutEffect(() => {
    if (caret.current === null || document.activeElement !== input.current) return;
    const at = spacedCode(digits.slice(0, caret.current)).length;
    input.current?.setSelectionRange(at, at);
    caret.current = null;
  }, [digits]);

  function change({ value, selectionStart }: HTMLInputElement) {
    const next = codeDigits(value);
    caret.current = selectionStart === value.length ? next.length : codeDigits(value.slice(0, selectionStart ?? undefined)).length;
    onChange(next);
    if (next.length === CODE_DIGITS && next !== digits) onFull(next);
  }

  return (
    <Field label={t`Code`} hint={t`The ${CODE_DIGITS} digits from the email.`} error={error} required>
      <TextInput
        ref={input}
        className="code-input tabular"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
        value={spacedCode(digits)}
        onChange={(event) => change(event.currentTarget)}
      />
    </Field>
  );
}
