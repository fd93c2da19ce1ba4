import { useLingui } from "@lingui/react/macro";
import { listOfNames } from "../../ui/list-of-names.ts";

/** "Vera and 1 more", as it stands behind "with" in the reader's language. */
export function useCompanions(plusOnes: readonly string[]): string {
  const { t, i18n } = useLingui();
  const named = plusOnes.filter(Boolean);
  const unnamed = plusOnes.length - named.length;
  return listOfNames(unnamed > 0 ? [...named, t({ context: "after with", message: `${unnamed} more` })] : named, i18n.locale);
}
