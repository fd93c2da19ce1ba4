import { useLingui } from "@lingui/react/macro";
import { useId, useRef, useState, type ComponentProps } from "react";
import { serverNow } from "../../clock.ts";
import { formattingLocale } from "../../i18n.ts";
import { IconButton } from "../../ui/button.tsx";
import { FieldError } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { readClock, readDay, writtenClock, writtenDay } from "./written-time.ts";

interface PickedTextProps extends Pick<ComponentProps<"input">, "id" | "min" | "required" | "aria-invalid" | "aria-describedby"> {
  kind: "date" | "time";
  /** What the field is for, as "Starts". */
  name: string;
  /** `2027-06-18` or `19:00`; empty for none. */
  value: string;
  onChange: (value: string) => void;
  /** Empty is a valid value. */
  isNeeded?: boolean;
}

/** Marks a field whose text is no day or time: `value` is then still the last valid one. */
export const UNREAD = "data-unread";

/**
 * A day or a time of day, written and read in the page's language, which the browser's own fields do not follow. Its
 * picker is still there: behind the button, and under the finger on touch screens.
 */
export function PickedText({ kind, name, value, onChange, min, isNeeded = false, ...wiring }: PickedTextProps) {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => (kind === "time" ? readClock(text) : readDay(text, locale, today()));
  const write = (one: string) => (kind === "time" ? writtenClock(one, locale) : writtenDay(one, locale));
  const [isLeft, setLeft] = useState(false);
  const text = typed ?? (value && write(value));
  const isEmpty = text.trim() === "";
  const isUnread = isEmpty ? isNeeded : typed !== null && read(typed) === null;
  const isWrong = isLeft && isUnread;
  const example = kind === "time" ? writtenClock("19:00", locale) : writtenDay(today(), locale);
  const problemId = useId();
  const limits = kind === "date" ? { min, max: "9999-12-31" } : {};

  const type = (text: string) => {
    setTyped(text);
    setLeft(false);
    if (isComplete(text)) onChange(read(text) ?? value);
  };
  const settle = () => {
    if (typed === null) return setLeft(true);
    const settled = typed.trim() === "" ? "" : read(typed);
    setLeft(true);
    if (settled === null) return;
    setTyped(null);
    if (settled !== value) onChange(settled);
  };

  return (
    <span className={`picked-text picked-${kind}`}>
      <TextInput
        {...wiring}
        aria-label={kind === "date" ? t`${name}: date` : t`${name}: time`}
        aria-invalid={isWrong || wiring["aria-invalid"] ? true : undefined}
        className="tabular"
        autoComplete="off"
        {...{ [UNREAD]: isUnread || undefined }}
        {...(isWrong && { "aria-describedby": problemId })}
        placeholder={example}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === "Enter" && settle()}
      />
      <input
        ref={picker}
        className="picked-native"
        type={kind}
        tabIndex={-1}
        aria-hidden="true"
        value={value}
        {...limits}
        onChange={(event) => (setTyped(null), setLeft(true), onChange(event.currentTarget.value))}
      />
      <IconButton
        icon={kind === "date" ? "calendar" : "clock"}
        label={kind === "date" ? t`Choose the date: ${name}` : t`Choose the time: ${name}`}
        onClick={() => picker.current?.showPicker()}
      />
      {isWrong && <FieldError id={problemId}>{isEmpty ? t`Add a time` : t`Write it like this: ${example}`}</FieldError>}
    </span>
  );
}

/** Whether the text so far has only one meaning, whatever is typed next. */
function isComplete(text: string): boolean {
  return /\d{4}-\d\d-\d\d|[^\d]\d{4}$|^\d\d:\d\d$/.test(text.trim());
}

function today(): string {
  return new Date(serverNow()).toISOString().slice(0, 10);
}
