import { useState } from "react";

let typed = "";

/** The address somebody typed on one of the pages for getting in: it stays when they try another. Only in this tab's memory. */
export function useEntryEmail(): [string, (email: string) => void] {
  const [email, setEmail] = useState(typed);
  const keep = (next: string) => {
    typed = next;
    setEmail(next);
  };
  return [email, keep];
}
