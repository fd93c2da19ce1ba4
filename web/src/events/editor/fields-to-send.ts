import type { EditorView } from "./editor-view.ts";
import { asKept, type DraftFields, fieldNames, type FieldName } from "./fields.ts";
import { heldBack, unsavableOf } from "./problems.ts";

/** What goes to the server: the named fields, or for an event it has not got, all that can be saved. */
export function fieldsToSend({ created, fields }: EditorView, names: FieldName[]): Partial<DraftFields> {
  const kept = asKept(fields);
  const held = heldBack(unsavableOf(fields));
  const wanted = created ? names : fieldNames.filter((field) => !held.has(field) || field === "zone");
  return Object.fromEntries(wanted.map((field) => [field, kept[field]])) as Partial<DraftFields>;
}
