import { Plural } from "@lingui/react/macro";
import { useEffect, useSyncExternalStore } from "react";
import { createAnnouncements } from "./announcements.ts";

type Batch = { sentences: string[]; left: number };
let latest: Batch = { sentences: [], left: 0 };
const listeners = new Set<() => void>();

const announcements = createAnnouncements(show);

function show(sentences: string[], left: number) {
  latest = { sentences, left };
  for (const listener of listeners) listener();
}

/** Nothing has been announced: one test's sentences are not another's. */
export function forgetAnnouncements() {
  announcements.forget();
  show([], 0);
}

/** Announces a text to screen readers, in the next batch. `about` names the thing that changed, so that only its last state is read. */
export const announce = announcements.announce;

/** The region screen readers watch; once, at the root. */
export function Announcer() {
  const { sentences, left } = useSyncExternalStore(subscribe, () => latest);
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
