import type { EventStatus } from "@turnout/contract/events";
import type { AutosaveState } from "./autosave.ts";
import type { Editing } from "./edits.ts";
import type { DraftFields, FieldName } from "./fields.ts";
import type { Refused } from "./refused.ts";

/** Everything that the editor shows. A new object on every change. */
export interface EditorView {
  fields: DraftFields;
  editing: Editing;
  /** False until the event is known, from the server or from this device. */
  ready: boolean;
  /** Nobody is signed in: edits stay on this device until somebody is. */
  local: boolean;
  /** The server has the event. */
  created: boolean;
  /** Null until it is known: only a known draft is saved automatically. */
  status: EventStatus | null;
  saving: AutosaveState;
  /** Unsaved edits are kept on this device. */
  kept: boolean;
  refused: Refused | null;
  /** Who last changed a field, as far as this page saw. */
  changedBy: Partial<Record<FieldName, string>>;
  seatsTaken: number;
}
