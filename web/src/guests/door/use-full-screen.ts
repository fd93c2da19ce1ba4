import { useCallback, useEffect, useState } from "react";

/** What `full-screen.css` goes by. */
const MARK = "data-full-screen";

/**
 * A page that is shown alone: by the Fullscreen API where there is one, and in any case without the app's navigation. It ends with the
 * page, and when the browser ends it.
 */
export function useFullScreen(): { isFull: boolean; enter: () => void; leave: () => void } {
  const [isFull, setFull] = useState(false);
  const leave = useCallback(() => {
    setFull(false);
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
  }, []);
  const enter = useCallback(() => {
    setFull(true);
    // Refused, or not there, as on iPhones: the page without navigation is what there is.
    void document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  }, []);

  useEffect(() => {
    if (!isFull) return;
    document.documentElement.setAttribute(MARK, "");
    const changed = () => !document.fullscreenElement && setFull(false);
    const pressed = ({ key }: KeyboardEvent) => key === "Escape" && leave();
    document.addEventListener("fullscreenchange", changed);
    addEventListener("keydown", pressed);
    return () => {
      document.documentElement.removeAttribute(MARK);
      document.removeEventListener("fullscreenchange", changed);
      removeEventListener("keydown", pressed);
    };
  }, [isFull, leave]);
  useEffect(() => leave, [leave]);
  return { isFull, enter, leave };
}
