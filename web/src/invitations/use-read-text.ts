import { useEffect, useState } from "react";
import { parseGuests, type ParsedGuests } from "@turnout/contract/guest-rows";
import { READ_AT_ONCE, readAside } from "./read-aside.ts";

/** The people in a typed or pasted text; while a long one is read, those of the text before. */
export function useReadText(text: string): { parsed: ParsedGuests | undefined; share: number | null } {
  const [found, setFound] = useState<{ text: string; parsed: ParsedGuests } | null>(null);
  const [progress, setProgress] = useState({ text: "", share: 0 });
  const isLong = text.length > READ_AT_ONCE;
  useEffect(() => {
    if (!isLong) return;
    const own = new AbortController();
    const onShare = (share: number) => setProgress({ text, share });
    readAside({ text }, { signal: own.signal, onShare }).then(
      (read) => read && !own.signal.aborted && setFound({ text, parsed: read.parsed }),
      () => undefined,
    );
    return () => own.abort();
  }, [text, isLong]);
  if (!isLong) return { parsed: undefined, share: null };
  return { parsed: found?.parsed ?? NOBODY, share: found?.text === text ? null : progress.text === text ? progress.share : 0 };
}

const NOBODY = parseGuests("");
