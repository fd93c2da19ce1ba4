import { type PointerEvent, useRef } from "react";

/** How long a press on a message takes (ms): shorter than what makes a system select text. */
const REST = 420;

/** Handlers for a list: a long press on a message opens its menu, unless it scrolls. */
export function useLongPress() {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => clearTimeout(timer.current);
  const onPointerDown = ({ pointerType, target }: PointerEvent) => {
    const message = (target as Element).closest<HTMLElement>("[data-message]");
    stop();
    if (pointerType === "touch") timer.current = setTimeout(() => message?.focus({ preventScroll: true }), REST);
  };
  return { onPointerDown, onPointerUp: stop, onPointerCancel: stop };
}
