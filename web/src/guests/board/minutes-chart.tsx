import { Trans, useLingui } from "@lingui/react/macro";
import { plural } from "@lingui/core/macro";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { chartTop } from "../chart/chart-top.ts";
import { ChartPlot, ChartTable } from "../chart/chart.tsx";
import { lately, RATE_MINUTES, type Minute } from "./minutes.ts";

/** The chart's own units: as many to a minute, and so high. */
const [BAR, GAP, HEIGHT] = [10, 2, 100];
/** The chart is at least so high, or one person would fill it. */
const LEAST_TOP = 4;

/** How many came in each of the last minutes, as bars, and the same in a table. */
export function MinutesChart({ minutes }: { minutes: Minute[] }) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const top = chartTop(
    minutes.map(({ people }) => people),
    LEAST_TOP,
  );
  const rate = lately(minutes);
  const all = minutes.reduce((sum, { people }) => sum + people, 0);
  const label = t`Arrivals per minute. ${plural(all, { one: "# person", other: "# people" })} in the last hour, ${rate} of them in the last ${RATE_MINUTES} minutes.`;
  return (
    <figure className="board-chart">
      <figcaption>
        <span>
          <Trans>Arrivals per minute</Trans>
        </span>
        <strong className="tabular">
          <Trans>{rate} in 10 min</Trans>
        </strong>
      </figcaption>
      <ChartPlot top={top} width={minutes.length * BAR} height={HEIGHT} label={label}>
        {minutes.map(({ at, people }, index) => (
          <rect
            key={at}
            className="board-bar"
            x={index * BAR + GAP / 2}
            width={BAR - GAP}
            y={HEIGHT - (people / top) * HEIGHT}
            height={(people / top) * HEIGHT}
          />
        ))}
      </ChartPlot>
      <p className="chart-times" aria-hidden="true">
        {[0, Math.floor(minutes.length / 2), minutes.length - 1].map((index) => (
          <span key={index}>{time.format(minutes[index]!.at)}</span>
        ))}
      </p>
      <ChartTable
        label={t`Arrivals per minute`}
        head={[t`Minute`, t`People`]}
        rows={minutes.toReversed().map(({ at, people }) => ({ at, time: time.format(at), numbers: [people] }))}
      />
    </figure>
  );
}
