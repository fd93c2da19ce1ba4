import { useLingui } from "@lingui/react/macro";
import { assertNever } from "@turnout/contract/assert-never";
import type { Problem } from "./problems.ts";

/** What to do about a field. */
export function useProblemWords(): (problem: Problem | undefined) => string | undefined {
  const { t } = useLingui();
  return (problem) => {
    switch (problem) {
      case undefined:
        return undefined;
      case "title_missing":
        return t`Add a title`;
      case "starts_missing":
        return t`Add a start time`;
      case "ends_too_early":
        return t`The end is before the start. Choose a later one.`;
      case "place_unnamed":
        return t`Name the place, or choose “Later”.`;
      case "url_invalid":
        return t`That's not a web address. It starts with https://`;
      default:
        return assertNever(problem);
    }
  };
}
