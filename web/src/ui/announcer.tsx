import { Plural } from "@lingui/react/macro";
import { useEffect, useSyncExternalStore } from "react";
import { createAnnouncements } from "./announcements.ts";

type Said = { sentences: string[]; left: number };
let said: Said = { sentences: [], left: 0 };
const listeners = new Set<() => void>();

const announcements = createAnnouncements((sentences, left) => {
  said = { sentences, left };
  for (const listener of listeners) listener();
});

/** Has a screen reader say something, when there is room for it. `about` names the thing that changed, so only its last state is read. */
export const announce = announcements.announce;

/** The region screen readers watch; once, at the root. */
export function Announcer() {
  const { sentences, left } = useSyncExternalStore(subscribe, () => said);
  useEffect(() => {
    addEventListener("input", announcements.typing);
    return () => removeEventListener("input", announcements.typing);
  }, []);

  return (
    <div role="log" aria-live="polite" aria-atomic="true" className="visually-hidden">
      {left > 0 && (
        <p>
          <Plural value={left} one="# more change before:" other="# more changes before:" />
        </p>
      )}
      {sentences.map((sentence, index) => (
        <p key={index}>{sentence}</p>
      ))}
    </div>
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
