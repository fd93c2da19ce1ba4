import { asKept, type DraftFields, fieldNames, type FieldName, isSame, isSkipped } from "./fields.ts";

type Value = DraftFields[FieldName];

/** The unsaved edit of one field, or the field that has the focus. */
export interface Edit {
  value: Value;
  /** Known values of this field, oldest first: the server's last one, and those sent from here since. */
  known: Value[];
  /** Set when another host changed the field meanwhile: the user decides which value stays. */
  theirs?: { value: Value };
}

/** One host's unsent edits on top of the event as the server has it. */
export interface Editing {
  server: DraftFields;
  /** The log position of `server`. */
  seq: number;
  edits: Partial<Record<FieldName, Edit>>;
  /** Fields acknowledged at a position that no snapshot has reached yet: older snapshots do not affect them. */
  ahead: Partial<Record<FieldName, number>>;
  focused: FieldName | null;
}

export function startEditing(server: DraftFields, seq = 0, edits: Editing["edits"] = {}): Editing {
  return { server, seq, edits, ahead: {}, focused: null };
}

/** What the form shows: the server's values with the edits applied. */
export function shown(editing: Editing): DraftFields {
  const values = Object.entries(editing.edits).map(([field, edit]) => [field, edit.value]);
  return { ...editing.server, ...(Object.fromEntries(values) as Partial<DraftFields>) };
}

export function edit(editing: Editing, changes: Partial<DraftFields>): Editing {
  const edits = { ...editing.edits };
  for (const field of fieldsIn(changes)) {
    edits[field] = { known: [editing.server[field]], ...edits[field], value: changes[field] as Value };
  }
  return tidy({ ...editing, edits });
}

/** A field got the focus: from now on it does not change under its user. */
export function focus(editing: Editing, field: FieldName | null): Editing {
  if (editing.focused === field) return editing;
  const edits = { ...editing.edits };
  if (field && !edits[field]) edits[field] = { value: editing.server[field], known: [editing.server[field]] };
  return tidy({ ...editing, edits, focused: field });
}

/** The fields to send. Those in conflict wait until they are resolved. */
export function unsent(editing: Editing): FieldName[] {
  const kept = asKept(shown(editing));
  return fieldsIn(editing.edits).filter((field) => !editing.edits[field]!.theirs && !isSame(kept[field], editing.server[field]));
}

export function conflicts(editing: Editing): FieldName[] {
  return fieldsIn(editing.edits).filter((field) => editing.edits[field]!.theirs);
}

/** Values were sent: receiving them back is no conflict. */
export function sending(editing: Editing, sent: Partial<DraftFields>): Editing {
  const edits = { ...editing.edits };
  for (const field of fieldsIn(sent)) {
    const mine = edits[field];
    if (mine) edits[field] = { ...mine, known: [...mine.known, sent[field] as Value] };
  }
  return { ...editing, edits };
}

/** The server committed what was sent, at a position of the log. */
export function acknowledged(editing: Editing, sent: Partial<DraftFields>, seq: number): Editing {
  if (seq <= editing.seq) return tidy(editing);
  const ahead = { ...editing.ahead };
  for (const field of fieldsIn(sent)) ahead[field] = seq;
  return tidy({ ...editing, server: { ...editing.server, ...sent }, ahead });
}

/** A newer snapshot: fields follow it, and edited fields become conflicts. */
export function arrived(editing: Editing, snapshot: DraftFields, seq: number): Editing {
  const server = { ...snapshot };
  const edits = { ...editing.edits };
  const ahead = { ...editing.ahead };
  for (const field of fieldNames) {
    const mine = edits[field];
    if (mine && isOutdated(editing, field, snapshot)) delete edits[field];
    else if (mine) edits[field] = confronted(mine, snapshot[field]);
    if ((ahead[field] ?? 0) > seq) keep(server, field, editing.server[field]);
    else delete ahead[field];
  }
  return tidy({ ...editing, server, seq, edits, ahead });
}

/** A time that a clock change skips is saved as another one, and only shown as it was typed: once that one changes, it is over. */
function isOutdated(editing: Editing, field: FieldName, snapshot: DraftFields): boolean {
  const { edits, server, ahead, focused } = editing;
  const fields = shown(editing);
  const kept = asKept(fields);
  const isSaved = !edits[field]?.theirs && isSame(kept[field], server[field]);
  if (!isSaved || !isSkipped(field, fields, kept) || field === focused || field in ahead) return false;
  return [field, "zone" as const, "allDay" as const].some((name) => !isSame(snapshot[name], server[name]));
}

/** Once a value sent from here was received back, an older one is a new change again. */
function confronted(mine: Edit, seen: Value): Edit {
  const at = mine.known.findLastIndex((known) => isSame(known, seen));
  if (at >= 0) return { ...mine, known: mine.known.slice(at) };
  if (isSame(seen, mine.value)) return { ...mine, known: [seen] };
  return { ...mine, known: [seen], theirs: { value: seen } };
}

/** Resolves a conflict: with the other host's value, or with one's own, which is then sent. */
export function resolve(editing: Editing, field: FieldName, choice: "mine" | "theirs"): Editing {
  const mine = editing.edits[field];
  if (!mine?.theirs) return editing;
  const value = choice === "mine" ? mine.value : mine.theirs.value;
  return tidy({ ...editing, edits: { ...editing.edits, [field]: { value, known: mine.known } } });
}

/** Drops edits that equal the server's values, except in the focused field, and times that a clock change skips: on another day they exist. */
function tidy(editing: Editing): Editing {
  const fields = shown(editing);
  const kept = asKept(fields);
  const edits = { ...editing.edits };
  for (const field of fieldsIn(edits)) {
    const isOver = !edits[field]!.theirs && field !== editing.focused && isSame(kept[field], editing.server[field]);
    if (isOver && !isSkipped(field, fields, kept)) delete edits[field];
  }
  return { ...editing, edits };
}

function fieldsIn(partial: object): FieldName[] {
  return fieldNames.filter((field) => field in partial);
}

function keep<Field extends FieldName>(fields: DraftFields, field: Field, value: DraftFields[Field]) {
  fields[field] = value;
}
