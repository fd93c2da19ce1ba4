import { createContext, useContext, useState, useSyncExternalStore } from "react";
import type { EditorStore } from "./editor-store.ts";
import type { EditorView } from "./editor-view.ts";
import type { DraftFields, FieldName } from "./fields.ts";
import { type Problem, problemsOf, unsavableOf } from "./problems.ts";

export interface Editor {
  store: EditorStore;
  /** Publishing was tried: missing fields are shown from now on. */
  attempted: boolean;
  attempt(): void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditorRoot(store: EditorStore): Editor {
  const [attempted, setAttempted] = useState(false);
  return { store, attempted, attempt: () => setAttempted(true) };
}

export function useEditor(): Editor & { view: EditorView } {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("used outside of an editor");
  return { ...editor, view: useSyncExternalStore(editor.store.subscribe, editor.store.get) };
}

/** One field of the form: its value, what is wrong with it, and whether another host changed it too. */
export function useField<Name extends FieldName>(name: Name) {
  const { store, view, attempted } = useEditor();
  const isFocused = view.editing.focused === name;
  const problems = attempted || view.status === "published" ? problemsOf(view.fields) : unsavableOf(view.fields);
  return {
    value: view.fields[name] as DraftFields[Name],
    set: (value: DraftFields[Name]) => store.edit({ [name]: value }),
    /** An incomplete value is not shown as a problem yet. */
    problem: (isFocused && !attempted ? undefined : problems[name]) as Problem | undefined,
    theirs: view.editing.edits[name]?.theirs as { value: DraftFields[Name] } | undefined,
    changedBy: view.changedBy[name],
    resolve: (choice: "mine" | "theirs") => store.resolve(name, choice),
    focus: { onFocus: () => store.focus(name), onBlur: () => store.focus(null) },
  };
}
