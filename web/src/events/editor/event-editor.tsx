import { type ReactNode, useCallback, useEffect, useState } from "react";
import { OpenEvent } from "../../live/open-event.tsx";
import { useEntries, useEventView } from "../../live/use-event.ts";
import { PageSkeleton } from "../../ui/skeleton.tsx";
import { OnlyHosts } from "./editor-notices.tsx";
import { EditorScreen } from "./editor-screen.tsx";
import { openEditor, type EditorStore } from "./editor-store.ts";
import type { DraftFields } from "./fields.ts";
import { keptDraft } from "./kept-draft.ts";
import { sendEdits } from "./send-edits.ts";
import { EditorContext, useEditor, useEditorRoot } from "./use-editor.ts";
import { useKeepTrying } from "./use-keep-trying.ts";

interface EventEditorProps {
  eventId: string;
  /** The form to begin with, for an event not made yet; null for one that exists. */
  fresh: DraftFields | null;
  /** Nobody is signed in yet. */
  local?: boolean;
  /** What is shown to those who may not edit it. */
  stranger?: ReactNode;
  /** The event is on this device now, and soon on the server: its address can be kept. */
  onBegun?: (eventId: string) => void;
}

/** The editor of one event, from its first letter on. It follows the event live as soon as there is one. */
export function EventEditor({ eventId, fresh, local = false, stranger = <OnlyHosts />, onBegun }: EventEditorProps) {
  const [store] = useState(() => openEditor({ eventId, fresh, kept: keptDraft(eventId), local, send: sendEdits(eventId) }));
  const editor = useEditorRoot(store);
  useKeepTrying(store);
  return (
    <EditorContext value={editor}>
      <Following store={store} stranger={stranger} onBegun={onBegun} />
    </EditorContext>
  );
}

function Following({ store, stranger, onBegun }: { store: EditorStore } & Pick<EventEditorProps, "stranger" | "onBegun">) {
  const { view } = useEditor();
  const [isStranger, setStranger] = useState(false);
  const hasBegun = view.created || store.unsaved().length > 0;
  useEffect(() => {
    if (hasBegun) onBegun?.(store.eventId);
  }, [hasBegun, onBegun, store]);

  return (
    <>
      {view.created && (
        <OpenEvent eventId={store.eventId}>
          <Pictures store={store} onStranger={setStranger} />
        </OpenEvent>
      )}
      {view.ready ? <EditorScreen /> : isStranger ? stranger : <PageSkeleton />}
    </>
  );
}

/** Hands the editor what the live event becomes. Draws nothing, so that typing goes on whatever arrives. */
function Pictures({ store, onStranger }: { store: EditorStore; onStranger: (isStranger: boolean) => void }) {
  const picture = useEventView((view) => view.picture);
  const gone = useEventView((view) => view.gone);
  const isStranger = gone || (picture !== null && picture.viewer.class !== "host");
  useEffect(() => {
    onStranger(isStranger);
    if (isStranger) store.lostAccess();
    else if (picture) store.arrived(picture);
  }, [picture, isStranger, store, onStranger]);
  useEntries(useCallback((entries) => store.heard(entries), [store]));
  return null;
}
