import { type PointerEvent, useRef } from "react";

/** How long (ms) a finger rests on a message: shorter than what makes a system select words. */
const REST = 420;

/** Handlers for a list: a finger that rests on a message does what the dots beside it do. One that scrolls does not. */
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
