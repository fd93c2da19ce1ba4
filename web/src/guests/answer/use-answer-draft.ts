import { useLayoutEffect, useState } from "react";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { draftBegun, draftFromAddress, givenOf, type Draft } from "./answer-draft.ts";
import { readServerForm, removeServerForm } from "./server-form.ts";

/**
 * The draft of an answer, and whether its form is open. It goes on with the server's form, which it removes: with what is
 * chosen and typed there, and with its refusal until `settle` is called.
 */
export function useAnswerDraft(snapshot: EventSnapshot, { takesAll, onlyNo }: { takesAll: boolean; onlyNo: boolean }) {
  const [begun] = useState(readServerForm);
  const [serverRefusal, setServerRefusal] = useState(begun?.refusal ?? null);
  const [{ draft, open }, setForm] = useState<{ draft: Draft | null; open: boolean }>(() => {
    const asked = draftBegun(begun) ?? draftFromAddress(snapshot.me, location.search, onlyNo);
    const first = takesAll || (onlyNo && asked?.answer === "declined") ? asked : null;
    return { draft: first, open: first !== null };
  });
  useLayoutEffect(() => {
    return removeServerForm(() => {
      // What was chosen or typed while this card rendered, or by the click in progress.
      const last = draftBegun(readServerForm());
      if (!last) return;
      setForm((drawn) => ({ draft: JSON.stringify(drawn.draft) === JSON.stringify(last) ? drawn.draft : last, open: true }));
    });
  }, []);

  return {
    draft,
    open,
    focus: begun?.focus ?? null,
    refusal: serverRefusal && {
      refusal: serverRefusal.code,
      facts: serverRefusal.facts,
      words: serverRefusal.words,
      input: draft && givenOf(draft, snapshot),
    },
    settle: () => setServerRefusal(null),
    openWith: (next: Draft) => setForm({ draft: next, open: true }),
    close: () => setForm((form) => ({ ...form, open: false })),
    /** The server has replied to what was sent: `next` is the form then, unless it was opened again meanwhile. */
    replied: (sent: Draft | null, next: { draft: Draft | null; open: boolean }) => setForm((form) => (form.draft === sent ? next : form)),
  };
}
