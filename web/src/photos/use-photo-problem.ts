import { useLingui } from "@lingui/react/macro";
import { useRefusalWords } from "../api/use-refusal-words.ts";

type Facts = Record<string, string | number> | undefined;

/** What went wrong with a photo; refusals that only photos can get are not known to the pages. */
export function usePhotoProblem(): (code: string, facts: Facts) => string {
  const { t } = useLingui();
  const words = useRefusalWords();
  return (code, facts) => {
    if (code === "photo_not_found") return t`This photo is gone.`;
    if (code === "photos_not_yet") return t`Photos can be added once the event has begun.`;
    if (code !== "too_many_photos") return words(code, facts);
    const { mine, most } = facts ?? {};
    if (mine !== undefined) return t`You have added ${mine} photos, the most that one person can.`;
    return t`There are ${most ?? ""} photos already, the most that an event can have.`;
  };
}
