import { useEffect, useEffectEvent } from "react";
import { SCANNER_PAUSE } from "../door/scan/hand-scanner.ts";

const FIELDS = "input:not([type=checkbox]), textarea, select, dialog";

/**
 * Acts on a key that is pressed by itself, anywhere on the page but in a field or a dialog. Not on one right after another letter: that
 * is a hand scanner, which types a link.
 */
export function useLoneKey(wanted: string, act: (event: KeyboardEvent) => void) {
  const onWanted = useEffectEvent(act);
  useEffect(() => {
    let last = -Infinity;
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, timeStamp } = event;
      if (key.length > 1) return; // Shift, which German keyboards need for "/"
      const isScan = timeStamp - last <= SCANNER_PAUSE;
      last = timeStamp;
      if (key !== wanted || isScan || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof Element && target.closest(FIELDS)) return;
      onWanted(event);
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [wanted]);
}
