import { useEffect, useEffectEvent, useRef, useState } from "react";

/** Pause (ms) after which a changed party is saved: several clicks are one change. */
const STILLNESS = 600;

/** A party's companions as a host sets them: saved automatically, at the latest when the drawer closes. `save` resolves to whether it was done. */
export function usePartySize(saved: number, save: (extra: number, before: number) => Promise<boolean>) {
  const [typed, setTyped] = useState<number | null>(null);
  const [isSaving, setSaving] = useState(false);
  const unsaved = useRef<number | null>(null);
  const send = useEffectEvent(async () => {
    const extra = unsaved.current;
    unsaved.current = null;
    const isDone = extra === null || extra === saved || (await save(extra, saved));
    if (unsaved.current !== null) return;
    setSaving(false);
    if (!isDone) setTyped(null);
  });
  // What somebody else set meanwhile, or what has just been saved, replaces the draft.
  useEffect(() => {
    if (unsaved.current === null) setTyped(null);
  }, [saved]);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => void send(), STILLNESS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => () => void send(), []);

  return {
    extra: typed ?? saved,
    isSaving,
    change(extra: number) {
      unsaved.current = extra;
      setTyped(extra);
      setSaving(true);
    },
  };
}
