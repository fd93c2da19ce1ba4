import { Trans, useLingui } from "@lingui/react/macro";
import { plural } from "@lingui/core/macro";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { chartTop, lately, RATE_MINUTES, type Minute } from "./minutes.ts";

/** The chart's own units: as many to a minute, and so high. */
const [BAR, GAP, HEIGHT] = [10, 2, 100];

/** How many came in each of the last minutes, as bars, and the same in a table. */
export function MinutesChart({ minutes }: { minutes: Minute[] }) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const top = chartTop(minutes);
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
      <div className="board-plot">
        <span className="board-scale tabular" aria-hidden="true">
          <span>{top}</span>
          <span>{top / 2}</span>
          <span>0</span>
        </span>
        <svg viewBox={`0 0 ${minutes.length * BAR} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <path key={y} className="board-grid" d={`M0 ${y}H${minutes.length * BAR}`} />
          ))}
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
        </svg>
      </div>
      <p className="board-times" aria-hidden="true">
        {[0, Math.floor(minutes.length / 2), minutes.length - 1].map((index) => (
          <span key={index}>{time.format(minutes[index]!.at)}</span>
        ))}
      </p>
      <details>
        <summary>
          <Trans>Show as a table</Trans>
        </summary>
        <MinutesTable minutes={minutes} />
      </details>
    </figure>
  );
}

function MinutesTable({ minutes }: { minutes: Minute[] }) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  return (
    // A region that scrolls has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="board-table" role="region" aria-label={t`Arrivals per minute`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Minute</Trans>
            </th>
            <th scope="col">
              <Trans>People</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {minutes.toReversed().map(({ at, people }) => (
            <tr key={at}>
              <th scope="row">
                <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
              </th>
              <td className="tabular">{people}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
