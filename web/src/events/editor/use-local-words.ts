import { useLingui } from "@lingui/react/macro";
import { useTimeFormat } from "../../ui/relative-time.tsx";

/** A wall-clock time in words, without a zone. */
export function useLocalWords(): (local: string | null) => string {
  const { t } = useLingui();
  const format = useTimeFormat({ dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return (local) => (local ? format.format(Date.parse(`${local}Z`)) : t`none`);
}
