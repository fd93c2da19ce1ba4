import { useEffect, useRef } from "react";
import { SCANNER_PAUSE } from "../door/scan/hand-scanner.ts";

/** "/" goes to the search field from anywhere on the page; not that of a link, which a hand scanner types. */
export function useSlashKey() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    let last = -Infinity;
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, timeStamp } = event;
      if (key.length > 1) return; // Shift, which German keyboards need for "/"
      const isTyping = timeStamp - last <= SCANNER_PAUSE;
      last = timeStamp;
      if (key !== "/" || isTyping || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, []);
  return field;
}
