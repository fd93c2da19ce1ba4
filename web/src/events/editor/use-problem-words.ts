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
        return t`Give it a title: it is the first thing people read.`;
      case "starts_missing":
        return t`Say when it starts.`;
      case "ends_too_early":
        return t`It ends before it starts. Choose a later end.`;
      case "place_unnamed":
        return t`Name the place, or choose “Later”.`;
      case "url_invalid":
        return t`This is not a web address. It starts with https://`;
      default:
        return assertNever(problem);
    }
  };
}
