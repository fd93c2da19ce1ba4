import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { announce } from "../../ui/announcer.tsx";
import { Icon } from "../../ui/icons.tsx";
import { useEditor } from "./use-editor.ts";

/** Whether the edits are saved, and where. */
export function SaveState() {
  const { t } = useLingui();
  const { store, view } = useEditor();
  const unsaved = store.unsaved().length;
  const isOffline = view.saving === "offline";
  useEffect(() => {
    if (isOffline) announce(t`The server can't be reached. What you write is kept on this device.`, "save-state");
  }, [isOffline, t]);

  if (view.local) return <KeptHere />;
  if (isOffline) {
    return (
      <span className="save-state save-offline">
        <Icon name="wifi-off" size={18} /> {view.kept ? <Trans>Offline — kept on this device</Trans> : <Trans>Offline — not saved</Trans>}
      </span>
    );
  }
  if (view.saving === "sending" || (view.saving === "waiting" && unsaved > 0))
    return (
      <span className="save-state">
        <Trans>Saving…</Trans>
      </span>
    );
  if (unsaved > 0) {
    return (
      <span className="save-state">
        <Plural value={unsaved} one="# unsaved" other="# unsaved" />
      </span>
    );
  }
  if (!view.created) return null;
  return (
    <span className="save-state save-done">
      <Icon name="check" size={18} /> <Trans>Saved</Trans>
    </span>
  );
}

/** Without an account edits are kept in this browser only. */
function KeptHere() {
  const { store, view } = useEditor();
  if (store.unsaved().length === 0) return null;
  return (
    <span className={`save-state ${view.kept ? "save-done" : "save-offline"}`}>
      <Icon name={view.kept ? "check" : "alert"} size={18} />{" "}
      <span className="save-words">{view.kept ? <Trans>Kept in this browser</Trans> : <Trans>Not saved</Trans>}</span>
    </span>
  );
}
