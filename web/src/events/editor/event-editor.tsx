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
  /** The initial form of an event that is not created yet; null for one that exists. */
  fresh: DraftFields | null;
  /** Nobody is signed in yet. */
  local?: boolean;
  /** What is shown to those who may not edit it. */
  stranger?: ReactNode;
  /** Called when the event has an address that can be kept: it is stored here, and soon on the server. */
  onBegun?: ((eventId: string) => void) | undefined;
}

/** The editor of one event, from its first character on. It follows the event live as soon as there is one. */
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

  useEffect(() => {
    if (view.ready && location.hash) void import("./suggested-time.ts").then(({ fillIn }) => fillIn(store));
  }, [view.ready, store]);

  return (
    <>
      {view.created && (
        <OpenEvent eventId={store.eventId}>
          <Snapshots store={store} onStranger={setStranger} />
        </OpenEvent>
      )}
      {view.ready ? <EditorScreen /> : isStranger ? stranger : <PageSkeleton />}
    </>
  );
}

/** Passes the live event's snapshots to the editor. Renders nothing, so that typing is not disturbed. */
function Snapshots({ store, onStranger }: { store: EditorStore; onStranger: (isStranger: boolean) => void }) {
  const snapshot = useEventView((view) => view.snapshot);
  const gone = useEventView((view) => view.gone);
  const isStranger = gone || (snapshot !== null && snapshot.viewer.class !== "host");
  useEffect(() => {
    onStranger(isStranger);
    if (isStranger) store.lostAccess();
    else if (snapshot) store.arrived(snapshot);
  }, [snapshot, isStranger, store, onStranger]);
  useEntries(useCallback((entries) => store.receive(entries), [store]));
  return null;
}
