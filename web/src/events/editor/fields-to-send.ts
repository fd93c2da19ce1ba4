import type { EditorView } from "./editor-view.ts";
import { asKept, type DraftFields, fieldNames, type FieldName } from "./fields.ts";
import { heldBack, unsavableOf } from "./problems.ts";

/** The command's fields: the named ones, or everything that can be saved for an event that is not created yet. */
export function fieldsToSend({ created, fields }: EditorView, names: FieldName[]): Partial<DraftFields> {
  const kept = asKept(fields);
  const held = heldBack(unsavableOf(fields));
  const wanted = created ? names : fieldNames.filter((field) => !held.has(field) || field === "zone");
  return Object.fromEntries(wanted.map((field) => [field, kept[field]])) as Partial<DraftFields>;
}
