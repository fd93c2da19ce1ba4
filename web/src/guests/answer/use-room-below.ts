import { type RefObject, useEffect } from "react";

/** Tells the page how tall the card at the bottom of a phone is, so that nothing is hidden beneath it. */
export function useRoomBelow(card: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    const root = document.documentElement.style;
    const height = () => (getComputedStyle(element).position === "fixed" ? element.offsetHeight : 0);
    const observer = new ResizeObserver(() => root.setProperty("--answer-height", `${height()}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.removeProperty("--answer-height");
    };
  });
}
