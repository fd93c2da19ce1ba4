import { useCallback, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useSession } from "../accounts/session.ts";
import { EventEditor } from "../events/editor/event-editor.tsx";
import { emptyFields } from "../events/editor/fields.ts";
import { DraftElsewhere } from "../events/editor/draft-elsewhere.tsx";
import { keptDraft } from "../events/editor/kept-draft.ts";
import { newId } from "../live/new-id.ts";
import { coverThemes } from "../ui/cover.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

/** A new event. Anybody can write one: it stays in their browser until they have an account. With its first character it gets an address of its own, so that a reload continues it. */
export function NewEventPage() {
  const { state, account } = useSession();
  const search = useSearch();
  const [, go] = useLocation();
  const named = new URLSearchParams(search).get("draft");
  const eventId = useDraftId(named);
  const keepAddress = useCallback((id: string) => go(`/events/new?draft=${id}`, { replace: true }), [go]);

  if (state === "loading") return <PageSkeleton />;
  const local = state === "known" && !account;
  // Somebody who signs in meanwhile in another tab continues with this browser's draft.
  const key = `${eventId} ${local ? "local" : "saved"}`;
  return <NewEvent key={key} eventId={eventId} local={local} isNamed={named !== null} onBegun={keepAddress} />;
}

interface NewEventProps {
  eventId: string;
  local: boolean;
  isNamed: boolean;
  onBegun: (eventId: string) => void;
}

/** A draft in the address is on this device, or else on the server already. */
function NewEvent({ eventId, local, isNamed, onBegun }: NewEventProps) {
  const [fresh] = useState(() => (isNamed && !keptDraft(eventId) ? null : freshFields(eventId)));
  if (local && isNamed && !fresh) return <DraftElsewhere />;
  return <EventEditor eventId={eventId} fresh={fresh} local={local} stranger={<DraftElsewhere />} onBegun={onBegun} />;
}

/** The draft that the address names, or a new one; going from a draft to the bare address begins another. */
function useDraftId(named: string | null): string {
  const [made, setMade] = useState(newId);
  const [seen, setSeen] = useState(named);
  if (named !== seen) {
    setSeen(named);
    if (!named) setMade(newId());
  }
  return named ?? made;
}

function freshFields(eventId: string) {
  const theme = coverThemes[Number.parseInt(eventId.slice(0, 4), 16) % coverThemes.length]!;
  return emptyFields(Intl.DateTimeFormat().resolvedOptions().timeZone, theme);
}
