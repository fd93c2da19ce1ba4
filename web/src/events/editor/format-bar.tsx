import { useLingui } from "@lingui/react/macro";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { type Selected, startLines, wrap } from "./format-text.ts";

type FormatBarProps = { field: RefObject<HTMLTextAreaElement | null>; onChange: (text: string) => void };

/** Buttons for markup: they format the selection, which stays selected. */
export function FormatBar({ field, onChange }: FormatBarProps) {
  const { t } = useLingui();
  const select = useRef<Selected | null>(null);
  useLayoutEffect(() => {
    if (!select.current || !field.current) return;
    field.current.focus();
    field.current.setSelectionRange(select.current.from, select.current.to);
    select.current = null;
  });
  const format = (change: (selected: Selected) => Selected) => {
    const { value, selectionStart, selectionEnd } = field.current!;
    select.current = change({ text: value, from: selectionStart, to: selectionEnd });
    onChange(select.current.text);
  };
  const buttons = [
    { label: t`Bold`, face: <b>B</b>, change: (text: Selected) => wrap(text, "**") },
    { label: t`Italic`, face: <i>I</i>, change: (text: Selected) => wrap(text, "*") },
    { label: t`Heading`, face: "H", change: (text: Selected) => startLines(text, "## ") },
    { label: t`List`, face: "•", change: (text: Selected) => startLines(text, "- ") },
    { label: t`Quote`, face: "“", change: (text: Selected) => startLines(text, "> ") },
  ];
  return (
    <div className="format-bar" role="group" aria-label={t`Formatting`}>
      {buttons.map(({ label, face, change }) => (
        <button key={label} type="button" aria-label={label} title={label} onClick={() => format(change)}>
          {face}
        </button>
      ))}
    </div>
  );
}
