import type { EventStatus } from "@turnout/contract/events";
import type { AutosaveState } from "./autosave.ts";
import type { Editing } from "./edits.ts";
import type { DraftFields, FieldName } from "./fields.ts";
import type { Refused } from "./refused.ts";

/** All that the editor shows, as of now. A new object whenever anything in it changes. */
export interface EditorView {
  fields: DraftFields;
  editing: Editing;
  /** False while nothing is known of the event: not from the server, not from this device. */
  ready: boolean;
  /** Nobody is signed in: what is written stays on this device until somebody is. */
  local: boolean;
  /** The server has the event. */
  created: boolean;
  /** Null until it is known: only what is surely a draft is saved by itself. */
  status: EventStatus | null;
  saving: AutosaveState;
  /** What is not saved lies on this device. */
  kept: boolean;
  refused: Refused | null;
  /** Who changed a field last, as far as seen from here. */
  changedBy: Partial<Record<FieldName, string>>;
  seatsTaken: number;
}
