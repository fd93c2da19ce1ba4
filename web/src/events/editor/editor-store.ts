import type { LogEntry } from "@turnout/contract/log";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { serverNow } from "../../clock.ts";
import { newId } from "../../live/new-id.ts";
import { createObservable } from "../../live/observable.ts";
import type { Reply } from "../../live/command-reply.ts";
import { type AutosaveState, createAutosave } from "./autosave.ts";
import {
  acknowledged,
  arrived,
  conflicts,
  edit,
  type Editing,
  focus,
  resolve,
  sending,
  shown as shownFields,
  startEditing,
  unsent,
} from "./edits.ts";
import { asKept, type DraftFields, type FieldName, fieldsOf } from "./fields.ts";
import { type Batch, forgetDraft, keepDraft, type KeptDraft } from "./kept-draft.ts";
import { fieldsToSend } from "./fields-to-send.ts";
import { heldBack, problemsOf, unsavableOf } from "./problems.ts";
import type { EditorView } from "./editor-view.ts";
import { lastEditors } from "./last-editors.ts";
import { refusedFields, stillRefused } from "./refused.ts";

export interface EditorParts {
  eventId: string;
  /** The form of an event that is not created yet; null for one that exists. */
  fresh: DraftFields | null;
  kept: KeptDraft | null;
  /** Nobody is signed in: everything stays on this device. */
  local?: boolean;
  send(batch: Batch): Promise<Reply>;
}

/** How guests are notified of a new time or place. */
export type Telling = Pick<Batch, "quietly" | "note">;

export type EditorStore = ReturnType<typeof openEditor>;

/** What the host has asked of the next batch. */
interface Asked {
  /** Whether a host saves at this moment: what guests see changes only then. */
  save: boolean;
  override: boolean;
  telling: Telling;
}

/** One host's form: edits on top of the live event. A draft is saved automatically; unsaved edits are kept on this device. */
export function openEditor({ eventId, fresh, kept, local = false, send }: EditorParts) {
  const shown = createObservable(firstView({ fresh, kept, local }));
  const asked: Asked = { save: false, override: false, telling: {} };
  const autosave = createAutosave<Batch>({ take, send, settled, changed }, kept?.flying ?? null);

  function changed(saving: AutosaveState) {
    shown.change({ saving });
    if (saving === "sending") keep();
  }

  function become(editing: Editing, more: Partial<EditorView> = {}) {
    shown.change({ ...withEdits(shown.get(), editing), ...more });
    keep();
  }

  function keep() {
    const draft = draftOf(shown.get(), autosave.flying());
    if (isWorthKeeping(shown.get(), draft)) shown.change({ kept: keepDraft(eventId, draft) });
    else forgetDraft(eventId);
  }

  function take(): Batch | null {
    const view = shown.get();
    const names = sendable(view, asked);
    if (names.length === 0) return null;
    const fields = fieldsToSend(view, names);
    // Two tabs with the same draft send the same command, so that the event is created once.
    const commandId = view.created ? newId() : eventId;
    const batch = { commandId, creates: !view.created, fields, ...(asked.override && { override: true }), ...asked.telling };
    Object.assign(asked, { override: false, telling: {} });
    become(sending(view.editing, fields));
    return batch;
  }

  function settled(batch: Batch, reply: Exclude<Reply, { type: "unreachable" }>) {
    const { editing, refused } = shown.get();
    if (reply.type === "committed") return become(acknowledged(editing, batch.fields, reply.seq), { created: true });
    // Created by an earlier page of this browser whose reply was lost: the form is sent as an edit.
    if (batch.creates && reply.code === "command_id_reused") return shown.change({ created: true });
    shown.change({ refused: refusedFields(batch.fields, reply, refused) });
    keep();
  }

  function resume() {
    const view = shown.get();
    if (sendable(view, asked).length > 0 || (view.status === "draft" && !local && autosave.flying())) autosave.nudge();
  }

  async function save(how: Telling = {}): Promise<boolean> {
    if (local) return false;
    Object.assign(asked, { save: true, telling: how });
    const saved = await autosave.flush().finally(() => (asked.save = false));
    return saved && unsaved(shown.get()).length === 0;
  }

  return {
    eventId,
    get: shown.get,
    subscribe: shown.subscribe,
    edit(changes: Partial<DraftFields>) {
      become(edit(shown.get().editing, changes));
      resume();
    },
    focus: (field: FieldName | null) => become(focus(shown.get().editing, field)),
    /** A newer snapshot of the event. */
    arrived({ details, seq, tally }: EventSnapshot) {
      const fields = fieldsOf(details);
      const { ready, editing } = shown.get();
      const before = ready ? editing : startEditing(fields, seq);
      become(arrived(before, fields, seq), { ready: true, created: true, status: details.status, seatsTaken: tally.going });
      resume();
    },
    receive: (entries: LogEntry[]) => shown.change({ changedBy: { ...shown.get().changedBy, ...lastEditors(entries) } }),
    resolve(field: FieldName, choice: "mine" | "theirs") {
      become(resolve(shown.get().editing, field, choice));
      resume();
    },
    /** Sends all edits now, with how guests are notified of a new time or place; resolves to whether the server has everything. */
    save,
    /** Confirms a capacity below the seats taken. */
    saveAnyway() {
      asked.override = true;
      shown.change({ refused: null });
      return save();
    },
    /** This session may not edit the event (any more). */
    lostAccess: () => shown.change({ refused: { code: "event_not_found", facts: undefined, values: {} } }),
    /** Discards all edits. */
    discard: () => become(startEditing(shown.get().editing.server, shown.get().editing.seq), { refused: null }),
    unsaved: () => unsaved(shown.get()),
    /** Saves a draft's unsent edits after a pause, also those of an earlier page. */
    resume,
    stop: autosave.stop,
  };
}

function firstView({ fresh, kept, local }: Pick<EditorParts, "fresh" | "kept"> & { local: boolean }): EditorView {
  const server = kept?.server ?? fresh;
  const editing = startEditing(server ?? ({} as DraftFields), 0, kept?.edits);
  return {
    editing,
    fields: shownFields(editing),
    ready: server !== null,
    local,
    created: kept?.created ?? fresh === null,
    status: kept?.status ?? (fresh ? "draft" : null),
    saving: "idle",
    kept: kept !== null,
    refused: null,
    changedBy: {},
    seatsTaken: 0,
  };
}

function withEdits(view: EditorView, editing: Editing): Pick<EditorView, "editing" | "fields" | "refused"> {
  const fields = shownFields(editing);
  return { editing, fields, refused: view.refused && stillRefused(view.refused, asKept(fields)) };
}

/** Fields whose newest value is not saved, whether or not it can be sent. */
function unsaved({ ready, editing }: EditorView): FieldName[] {
  return ready ? [...unsent(editing), ...conflicts(editing)] : [];
}

/** What guests see changes only when a host saves. */
function sendable(view: EditorView, asked: Asked): FieldName[] {
  if (view.local || !view.ready || (view.status !== "draft" && !asked.save)) return [];
  const problems = view.status === "published" ? problemsOf(view.fields) : unsavableOf(view.fields);
  const held = heldBack(problems);
  const refused = view.refused?.values ?? {};
  return unsent(view.editing).filter((field) => !held.has(field) && !(field in refused));
}

function draftOf({ created, status, editing }: EditorView, flying: Batch | null): KeptDraft {
  return { created, status, server: editing.server, edits: editing.edits, flying, at: serverNow() };
}

function isWorthKeeping(view: EditorView, { flying }: KeptDraft): boolean {
  if (view.created) return flying !== null || unsaved(view).length > 0;
  return unsent(view.editing).length > 0;
}
