import { EventEditor } from "../events/editor/event-editor.tsx";

export function EditorPage({ params: { eventId } }: { params: { eventId: string } }) {
  return <EventEditor key={eventId} eventId={eventId} fresh={null} />;
}
