import { asKept, type DraftFields, fieldNames, type FieldName, isSame } from "./fields.ts";

type Value = DraftFields[FieldName];

/** What somebody did to one field here and the server has not got, or that they are at right now. */
export interface Edit {
  value: Value;
  /** Values of this field that are no news, oldest first: what the server had last, and what was sent from here since. */
  known: Value[];
  /** Set when another host changed the field meanwhile: a person decides which one stays. */
  theirs?: { value: Value };
}

/** One host's unsent edits on top of the event as the server has it. */
export interface Editing {
  server: DraftFields;
  /** The log position of `server`. */
  seq: number;
  edits: Partial<Record<FieldName, Edit>>;
  /** Fields acknowledged at a position that no picture has reached yet: older pictures say nothing about them. */
  ahead: Partial<Record<FieldName, number>>;
  focused: FieldName | null;
}

export function startEditing(server: DraftFields, seq = 0, edits: Editing["edits"] = {}): Editing {
  return { server, seq, edits, ahead: {}, focused: null };
}

/** What the form shows: the server's values, and over them what is being edited here. */
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

/** Somebody has the cursor in a field: from now on it does not change under their hands. */
export function focus(editing: Editing, field: FieldName | null): Editing {
  if (editing.focused === field) return editing;
  const edits = { ...editing.edits };
  if (field && !edits[field]) edits[field] = { value: editing.server[field], known: [editing.server[field]] };
  return tidy({ ...editing, edits, focused: field });
}

/** The fields that the server has to be told. Those in conflict wait until somebody has decided. */
export function unsent(editing: Editing): FieldName[] {
  const kept = asKept(shown(editing));
  return fieldsIn(editing.edits).filter((field) => !editing.edits[field]!.theirs && !isSame(kept[field], editing.server[field]));
}

export function conflicts(editing: Editing): FieldName[] {
  return fieldsIn(editing.edits).filter((field) => editing.edits[field]!.theirs);
}

/** Values are on their way: seeing them come back is no news. */
export function sending(editing: Editing, sent: Partial<DraftFields>): Editing {
  const edits = { ...editing.edits };
  for (const field of fieldsIn(sent)) {
    const mine = edits[field];
    if (mine) edits[field] = { ...mine, known: [...mine.known, sent[field] as Value] };
  }
  return { ...editing, edits };
}

/** The server has taken what was sent, at a position of the log. */
export function acknowledged(editing: Editing, sent: Partial<DraftFields>, seq: number): Editing {
  if (seq <= editing.seq) return tidy(editing);
  const ahead = { ...editing.ahead };
  for (const field of fieldsIn(sent)) ahead[field] = seq;
  return tidy({ ...editing, server: { ...editing.server, ...sent }, ahead });
}

/** A newer picture: fields nobody is at follow it, fields edited here ask. */
export function arrived(editing: Editing, picture: DraftFields, seq: number): Editing {
  const server = { ...picture };
  const edits = { ...editing.edits };
  const ahead = { ...editing.ahead };
  for (const field of fieldNames) {
    const mine = edits[field];
    if (mine) edits[field] = confronted(mine, picture[field]);
    if ((ahead[field] ?? 0) > seq) keep(server, field, editing.server[field]);
    else delete ahead[field];
  }
  return tidy({ ...editing, server, seq, edits, ahead });
}

/** Once a value sent from here is seen, an older one that comes back is news again. */
function confronted(mine: Edit, seen: Value): Edit {
  const at = mine.known.findLastIndex((known) => isSame(known, seen));
  if (at >= 0) return { ...mine, known: mine.known.slice(at) };
  if (isSame(seen, mine.value)) return { ...mine, known: [seen] };
  return { ...mine, known: [seen], theirs: { value: seen } };
}

/** Somebody decided: the other host's value, or their own, which is then sent over it. */
export function resolve(editing: Editing, field: FieldName, choice: "mine" | "theirs"): Editing {
  const mine = editing.edits[field];
  if (!mine?.theirs) return editing;
  const value = choice === "mine" ? mine.value : mine.theirs.value;
  return tidy({ ...editing, edits: { ...editing.edits, [field]: { value, known: mine.known } } });
}

/** Forgets edits that say what the server says already, but for the field somebody is in. */
function tidy(editing: Editing): Editing {
  const kept = asKept(shown(editing));
  const edits = { ...editing.edits };
  for (const field of fieldsIn(edits)) {
    const isOver = !edits[field]!.theirs && field !== editing.focused && isSame(kept[field], editing.server[field]);
    if (isOver) delete edits[field];
  }
  return { ...editing, edits };
}

function fieldsIn(partial: object): FieldName[] {
  return fieldNames.filter((field) => field in partial);
}

function keep<Field extends FieldName>(fields: DraftFields, field: Field, value: DraftFields[Field]) {
  fields[field] = value;
}
