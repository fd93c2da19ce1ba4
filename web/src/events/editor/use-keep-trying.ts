import { useEffect } from "react";
import type { EditorStore } from "./editor-store.ts";

/** Sends unsent edits when the network returns, when the page is left, and those of an earlier visit. */
export function useKeepTrying(store: EditorStore) {
  useEffect(() => {
    const sendDraft = () => {
      const { status, created, editing } = store.get();
      const hasSomething = created || Object.keys(editing.edits).length > 0;
      if (status === "draft" && hasSomething) void store.save();
    };
    const leave = () => document.visibilityState === "hidden" && sendDraft();
    store.resume();
    addEventListener("online", sendDraft);
    document.addEventListener("visibilitychange", leave);
    return () => {
      removeEventListener("online", sendDraft);
      document.removeEventListener("visibilitychange", leave);
      sendDraft();
    };
  }, [store]);
}
