import { useLingui } from "@lingui/react/macro";
import { formatLocal } from "@turnout/contract/event-time";
import { formattingLocale } from "../../i18n.ts";

/** A wall-clock time or a day in words, without a zone. */
export function useLocalWords(): (local: string | null) => string {
  const { t, i18n } = useLingui();
  const locale = formattingLocale(i18n.locale);
  return (local) => {
    if (!local) return t`none`;
    return formatLocal(local, locale, { dateStyle: "medium", ...(local.length > 10 && { timeStyle: "short" as const }) });
  };
}
