import { useLingui } from "@lingui/react";
import { isSameZone, runtimeLocal } from "@turnout/contract/runtime-clock";
import { zoneCity } from "@turnout/contract/zone-city";
import { useLocalWords } from "../../events/editor/use-local-words.ts";
import { formattingLocale } from "../../i18n.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { useTimeFormat } from "../../ui/relative-time.tsx";

/** Words for an instant on the event's clock, as hosts chose it, with the zone's city where the reader's clock is another. */
export function useEventClock(): (instant: string) => string {
  const { zone } = useEventSnapshot().details;
  const city = zoneCity(zone, formattingLocale(useLingui().i18n.locale));
  const words = useLocalWords();
  const here = useTimeFormat({ dateStyle: "medium", timeStyle: "short" });
  return (instant) => {
    const local = runtimeLocal(instant, zone);
    if (local === null) return here.format(Date.parse(instant)); // a browser that does not know the zone
    return isSameZone(zone, here.resolvedOptions().timeZone) ? words(local) : `${words(local)} (${city})`;
  };
}
