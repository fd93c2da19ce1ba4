import { useEffect } from "react";
import type { EditorStore } from "./editor-store.ts";

/** Sends what is unsent when the network comes back, when the page is left, and what an earlier visit left over. */
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
