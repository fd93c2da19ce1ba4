import { useEffectEvent, useLayoutEffect } from "react";
import { createHandScanner, SCANNER_PAUSE } from "./scan/hand-scanner.ts";

/** Reports what a hand scanner types, wherever the focus is. Its Enter does nothing else, and the field that it typed into is as before. */
export function useHandScanner(onScan: (text: string) => void): void {
  const scanned = useEffectEvent(onScan);
  // Before the page is seen: whoever sees it may scan.
  useLayoutEffect(() => {
    const press = createHandScanner();
    let last = -Infinity;
    let before = "";
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key, timeStamp: at } = event;
      const field = target instanceof HTMLInputElement ? target : null;
      if (at - last > SCANNER_PAUSE) before = field?.value ?? "";
      last = at;
      const text = press({ key, at });
      if (text === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (field) putBack(field, before);
      scanned(text);
    };
    addEventListener("keydown", onKeyDown, { capture: true });
    return () => removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}

/** As if somebody had typed that: React takes no notice of a value that is only set. */
function putBack(field: HTMLInputElement, value: string) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
