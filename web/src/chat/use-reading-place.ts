import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This close to the end (px) counts as being at the newest message. */
const AT_END = 48;

type Anchor = { id: string; top: number };

/**
 * Keeps the reader's place in a list that grows at both ends: at the newest message it follows, anywhere else
 * nothing moves, whatever is added, edited or taken away above or below. Rows carry `data-message`.
 */
export function useReadingPlace(listRef: RefObject<HTMLElement | null>, rows: unknown, onEnd: () => void) {
  const [atEnd, setAtEnd] = useState(true);
  const follows = useRef(true);
  const anchor = useRef<Anchor | null>(null);

  const note = useCallback(() => {
    const box = listRef.current;
    if (!box || box.clientHeight === 0) return;
    follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
    anchor.current = follows.current ? null : firstVisible(box);
    setAtEnd(follows.current);
    if (follows.current) onEnd();
  }, [listRef, onEnd]);

  const restore = useCallback(() => {
    const box = listRef.current;
    if (!box) return;
    if (follows.current) box.scrollTop = box.scrollHeight;
    else if (anchor.current) holdStill(box, anchor.current);
  }, [listRef]);

  useLayoutEffect(() => {
    restore();
    note();
  }, [rows, restore, note]);

  // The box changes size with the keyboard of a phone, and from nothing when its tab is opened.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      restore();
      note();
    });
    if (listRef.current) observer.observe(listRef.current);
    return () => observer.disconnect();
  }, [listRef, restore, note]);

  const toEnd = useCallback(() => {
    follows.current = true;
    restore();
    note();
  }, [restore, note]);

  return { atEnd, note, toEnd };
}

function firstVisible(box: HTMLElement): Anchor | null {
  const { top } = box.getBoundingClientRect();
  for (const row of box.querySelectorAll<HTMLElement>("[data-message]")) {
    const at = row.getBoundingClientRect();
    if (at.bottom > top) return { id: row.dataset["message"]!, top: at.top - top };
  }
  return null;
}

function holdStill(box: HTMLElement, { id, top }: Anchor) {
  const row = box.querySelector(`[data-message="${CSS.escape(id)}"]`);
  if (row) box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - top;
}
