import { type RefObject, useEffect } from "react";

/** Sets the height of the card at the bottom of a phone on the page, so that it hides nothing. */
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
