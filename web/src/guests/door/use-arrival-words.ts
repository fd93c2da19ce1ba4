import { useLingui } from "@lingui/react/macro";
import type { Arrival } from "@turnout/contract/arrivals";
import { useTimeFormat } from "../../ui/relative-time.tsx";

/** Each arrival that counts, with its gate and time, and whether the device's clock was wrong. */
export function useArrivalWords(): (arrivals: readonly Arrival[]) => string {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  return (arrivals) =>
    arrivals
      .filter(({ people, takenBack }) => people > 0 && !takenBack)
      .map(({ at, gate, clockOff }) => {
        const said = [gate || t`unnamed door`, time.format(Date.parse(at))].join(" ");
        if (clockOff === undefined) return said;
        const minutes = Math.round(Math.abs(clockOff) / 60);
        return clockOff > 0 ? t`${said} (its clock is ${minutes} min ahead)` : t`${said} (its clock is ${minutes} min behind)`;
      })
      .join(", ");
}
