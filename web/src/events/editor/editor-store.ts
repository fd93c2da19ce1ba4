import type { LogEntry } from "@turnout/contract/log";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { serverNow } from "../../clock.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import { type AutosaveState, createAutosave } from "./autosave.ts";
import { acknowledged, arrived, conflicts, edit, type Editing, focus, resolve, sending, shown, startEditing, unsent } from "./edits.ts";
import { asKept, type DraftFields, type FieldName, fieldsOf } from "./fields.ts";
import { type Batch, forgetDraft, keepDraft, type KeptDraft } from "./kept-draft.ts";
import { fieldsToSend } from "./fields-to-send.ts";
import { heldBack, problemsOf, unsavableOf } from "./problems.ts";
import type { EditorView } from "./editor-view.ts";
import { lastEditors } from "./last-editors.ts";
import { refusedFields, stillRefused } from "./refused.ts";

export interface EditorParts {
  eventId: string;
  /** The form of an event not made yet; null for one that exists. */
  fresh: DraftFields | null;
  kept: KeptDraft | null;
  /** Nobody is signed in: all stays on this device. */
  local?: boolean;
  send(batch: Batch): Promise<Reply>;
}

/** How guests hear of a new time or place. */
export type Telling = Pick<Batch, "quietly" | "note">;

export type EditorStore = ReturnType<typeof openEditor>;

/** One host's form: edits on top of the live event, saved by themselves while it is a draft, kept here until they are. */
export function openEditor({ eventId, fresh, kept, local = false, send }: EditorParts) {
  const listeners = new Set<() => void>();
  const server = kept?.server ?? fresh;
  let override = false;
  let telling: Telling = {};
  let asked = false;
  let view: EditorView = {
    ...formOf(startEditing(server ?? ({} as DraftFields), 0, kept?.edits)),
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

  const autosave = createAutosave<Batch>({ take, send, settled, changed }, kept?.flying ?? null);

  function change(patch: Partial<EditorView>) {
    view = { ...view, ...patch };
    for (const listener of listeners) listener();
  }

  function changed(saving: AutosaveState) {
    change({ saving });
    if (saving === "sending") keep();
  }

  function become(editing: Editing, more: Partial<EditorView> = {}) {
    const refused = view.refused && stillRefused(view.refused, shownIn(editing));
    change({ ...formOf(editing), refused, ...more });
    keep();
  }

  function keep() {
    const draft: KeptDraft = {
      created: view.created,
      status: view.status,
      server: view.editing.server,
      edits: view.editing.edits,
      flying: autosave.flying(),
      at: serverNow(),
    };
    const isAllSaved = view.created && !draft.flying && unsaved().length === 0;
    const isUntouched = !view.created && unsent(view.editing).length === 0;
    if (isAllSaved || isUntouched) forgetDraft(eventId);
    else change({ kept: keepDraft(eventId, draft) });
  }

  /** Fields whose newest value the server has not got, sendable or not. */
  function unsaved(): FieldName[] {
    return view.ready ? [...unsent(view.editing), ...conflicts(view.editing)] : [];
  }

  /** What guests see is changed only when a host asks for it. */
  function sendable(): FieldName[] {
    if (local || !view.ready || (view.status !== "draft" && !asked)) return [];
    const problems = view.status === "published" ? problemsOf(view.fields) : unsavableOf(view.fields);
    const held = heldBack(problems);
    const refused = view.refused?.values ?? {};
    return unsent(view.editing).filter((field) => !held.has(field) && !(field in refused));
  }

  function take(): Batch | null {
    const names = sendable();
    if (names.length === 0) return null;
    const fields = fieldsToSend(view, names);
    // An event is made once, whichever of two tabs comes first with the same draft: both send the same command.
    const commandId = view.created ? newId() : eventId;
    const batch = { commandId, creates: !view.created, fields, ...(override && { override }), ...telling };
    override = false;
    telling = {};
    become(sending(view.editing, fields));
    return batch;
  }

  function settled(batch: Batch, reply: Exclude<Reply, { type: "unreachable" }>) {
    // Made by an earlier page of this browser whose answer got lost: what is on the screen goes as an edit.
    if (reply.type === "refused" && batch.creates && reply.code === "command_id_reused") change({ created: true });
    else if (reply.type === "refused") {
      change({ refused: refusedFields(batch.fields, reply, view.refused) });
      keep();
    } else become(acknowledged(view.editing, batch.fields, reply.seq), { created: true });
  }

  return {
    eventId,
    get: () => view,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    edit(changes: Partial<DraftFields>) {
      become(edit(view.editing, changes));
      this.resume();
    },
    focus: (field: FieldName | null) => become(focus(view.editing, field)),
    /** A newer picture of the event. */
    arrived({ details, seq, tally }: EventSnapshot) {
      const fields = fieldsOf(details);
      const before = view.ready ? view.editing : startEditing(fields, seq);
      become(arrived(before, fields, seq), { ready: true, created: true, status: details.status, seatsTaken: tally.going });
      this.resume();
    },
    heard: (entries: LogEntry[]) => change({ changedBy: { ...view.changedBy, ...lastEditors(entries) } }),
    resolve(field: FieldName, choice: "mine" | "theirs") {
      become(resolve(view.editing, field, choice));
      this.resume();
    },
    /** Sends what there is to send now, and with it how guests hear of a new time or place; resolves to whether the server has everything. */
    async save(how: Telling = {}): Promise<boolean> {
      if (local) return false;
      asked = true;
      telling = how;
      const told = await autosave.flush().finally(() => (asked = false));
      return told && unsaved().length === 0;
    },
    /** Fewer seats than people who have one, on purpose. */
    saveAnyway() {
      override = true;
      change({ refused: null });
      return this.save();
    },
    /** The event is not this person's to edit any more, or not as whom they are signed in now. */
    lostAccess: () => change({ refused: { code: "event_not_found", facts: undefined, values: {} } }),
    /** Back to the event as the server has it. */
    discard: () => become(startEditing(view.editing.server, view.editing.seq), { refused: null }),
    unsaved,
    /** Saves what a draft has unsent, also from an earlier page, once it has been still for a moment. */
    resume() {
      if (sendable().length > 0 || (view.status === "draft" && !local && autosave.flying())) autosave.nudge();
    },
    stop: autosave.stop,
  };
}

const shownIn = (editing: Editing) => asKept(shown(editing));
const formOf = (editing: Editing) => ({ editing, fields: shown(editing) });
