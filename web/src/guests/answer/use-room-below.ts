import { type RefObject, useEffect } from "react";

/** Tells the page how tall the card at the bottom of a phone is, so that nothing is hidden beneath it. */
export function useRoomBelow(card: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    const root = document.documentElement.style;
    const observer = new ResizeObserver(() => root.setProperty("--answer-height", `${element.offsetHeight}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.removeProperty("--answer-height");
    };
  });
}
