import { useLingui } from "@lingui/react/macro";
import { Button } from "../../ui/button.tsx";
import { showToast } from "../../ui/toast.ts";
import { useEditor } from "./use-editor.ts";

/** Copies the title and the description from an editor that cannot save them any more. */
export function CopyWritten() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const unsaved = store.unsaved();
  const written = (["title", "description"] as const).filter((field) => unsaved.includes(field)).map((field) => view.fields[field]);
  if (written.length === 0) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(written.join("\n\n"));
      showToast(t`Copied`, { tone: "success" });
    } catch {
      // Also on plain-http addresses, where browsers have no clipboard.
      showToast(t`Please select the text and copy it yourself.`, { tone: "danger" });
    }
  };
  return <Button size="sm" icon="copy" onClick={() => void copy()}>{t`Copy what you wrote`}</Button>;
}
