import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import type { Recorded } from "./use-arrivals.ts";

/** Why nobody was let in, or taken back. */
export function useFailureWords(): (failed: Exclude<Recorded, { is: "done" }>) => string {
  const { t } = useLingui();
  const words = useRefusalWords();
  return useCallback(
    (failed) => {
      if (failed.is === "refused") return words(failed.code, failed.facts);
      if (failed.is === "notHere") return t`Without a connection, only what this device let in can be taken back.`;
      return words("offline");
    },
    [t, words],
  );
}
