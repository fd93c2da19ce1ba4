import { type RefObject, useEffect } from "react";

/** Sets the height of what the card covers at the lower edge of the window on the page, so that it hides nothing. */
export function useRoomBelow(card: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    const root = document.documentElement.style;
    const height = () => (/fixed|sticky/.test(getComputedStyle(element).position) ? element.offsetHeight : 0);
    const observer = new ResizeObserver(() => root.setProperty("--answer-height", `${height()}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.removeProperty("--answer-height");
    };
  });
}
