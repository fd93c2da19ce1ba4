import { useCallback, useState } from "react";

let typed = "";

/** The address typed on one of the sign-in pages, kept for the others. Only in this tab's memory. `begun`: typed before the app was there. */
export function useEntryEmail(begun?: string): [string, (email: string) => void] {
  const [email, setEmail] = useState(begun ?? typed);
  const keep = useCallback((next: string) => {
    typed = next;
    setEmail(next);
  }, []);
  return [email, keep];
}
