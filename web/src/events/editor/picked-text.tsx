import { useLingui } from "@lingui/react/macro";
import { useRef, useState, type ComponentProps } from "react";
import { serverNow } from "../../clock.ts";
import { formattingLocale } from "../../i18n.ts";
import { IconButton } from "../../ui/button.tsx";
import { TextInput } from "../../ui/input.tsx";
import { readClock, readDay, writtenClock, writtenDay } from "./written-time.ts";

interface PickedTextProps extends Pick<ComponentProps<"input">, "id" | "min" | "required" | "aria-invalid" | "aria-describedby"> {
  kind: "date" | "time";
  label: string;
  /** `2027-06-18` or `19:00`; empty for none. */
  value: string;
  onChange: (value: string) => void;
}

/**
 * A day or a time of day, written and read in the page's language, which the browser's own fields do not follow. Its
 * picker is still there: behind the button, and under the finger on touch screens.
 */
export function PickedText({ kind, label, value, onChange, min, ...wiring }: PickedTextProps) {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => (kind === "time" ? readClock(text) : readDay(text, locale, today()));
  const write = (one: string) => (kind === "time" ? writtenClock(one, locale) : writtenDay(one, locale));
  const isUnread = typed !== null && typed.trim() !== "" && read(typed) === null;
  const limits = kind === "date" ? { min, max: "9999-12-31" } : {};

  const type = (text: string) => {
    setTyped(text);
    if (isComplete(text)) onChange(read(text) ?? value);
  };
  const settle = () => {
    if (typed === null || isUnread) return;
    setTyped(null);
    const settled = typed.trim() === "" ? "" : read(typed)!;
    if (settled !== value) onChange(settled);
  };

  return (
    <span className={`picked-text picked-${kind}`}>
      <TextInput
        {...wiring}
        aria-label={label}
        aria-invalid={isUnread || wiring["aria-invalid"] ? true : undefined}
        className="tabular"
        autoComplete="off"
        placeholder={kind === "time" ? writtenClock("19:00", locale) : writtenDay(today(), locale)}
        value={typed ?? (value && write(value))}
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
        onChange={(event) => (setTyped(null), onChange(event.currentTarget.value))}
      />
      <IconButton icon={kind === "date" ? "calendar" : "clock"} label={t`${label}, choose`} onClick={() => picker.current?.showPicker()} />
    </span>
  );
}

/** Whether what has been typed so far can mean nothing else, however it goes on. */
function isComplete(text: string): boolean {
  return /\d{4}-\d\d-\d\d|[^\d]\d{4}$|^\d\d:\d\d$/.test(text.trim());
}

function today(): string {
  return new Date(serverNow()).toISOString().slice(0, 10);
}
