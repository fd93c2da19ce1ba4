import { useCallback, useState } from "react";
import { Redirect, useLocation, useSearch } from "wouter";
import { withNext } from "../accounts/local-path.ts";
import { useSession } from "../accounts/session.ts";
import { EventEditor } from "../events/editor/event-editor.tsx";
import { emptyFields } from "../events/editor/fields.ts";
import { keptDraft } from "../events/editor/kept-draft.ts";
import { newId } from "../live/new-id.ts";
import { coverThemes } from "../ui/cover.tsx";
import { PageSkeleton } from "../ui/skeleton.tsx";

/** A new event. With its first letter it gets an address of its own, so that a reload goes on with it. */
export function NewEventPage() {
  const { state, account } = useSession();
  const search = useSearch();
  const [, go] = useLocation();
  const named = new URLSearchParams(search).get("draft");
  const eventId = useDraftId(named);
  const keepAddress = useCallback((id: string) => go(`/events/new?draft=${id}`, { replace: true }), [go]);

  if (state === "loading") return <PageSkeleton />;
  if (state === "known" && !account) return <Redirect to={withNext("/sign-in", `/events/new${search && `?${search}`}`)} replace />;
  return <NewEvent key={eventId} eventId={eventId} isNamed={named !== null} onBegun={keepAddress} />;
}

/** A draft that the address names is on this device, or else on the server already. */
function NewEvent({ eventId, isNamed, onBegun }: { eventId: string; isNamed: boolean; onBegun: (eventId: string) => void }) {
  const [fresh] = useState(() => (isNamed && !keptDraft(eventId) ? null : freshFields(eventId)));
  return <EventEditor eventId={eventId} fresh={fresh} onBegun={onBegun} />;
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
  const theme = coverThemes[parseInt(eventId.slice(0, 4), 16) % coverThemes.length]!;
  return emptyFields(Intl.DateTimeFormat().resolvedOptions().timeZone, theme);
}
