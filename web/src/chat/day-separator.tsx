import { useLingui } from "@lingui/react/macro";
import { serverNow } from "../clock.ts";
import { useTimeFormat } from "../ui/relative-time.tsx";

const DAY = 86_400_000;

/** The name of a day: today, yesterday, or its date. */
export function DaySeparator({ at }: { at: string }) {
  const { t } = useLingui();
  const format = useTimeFormat({ weekday: "long", day: "numeric", month: "long" });
  const day = new Date(at).toDateString();
  const names: Record<string, string> = {
    [new Date(serverNow() - DAY).toDateString()]: t`Yesterday`,
    [new Date(serverNow()).toDateString()]: t`Today`,
  };
  return <p className="day-line">{names[day] ?? format.format(Date.parse(at))}</p>;
}
