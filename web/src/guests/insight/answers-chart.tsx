import { Trans, useLingui } from "@lingui/react/macro";
import type { AnswersAt } from "@turnout/contract/insight";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { chartTop, HEIGHT, pathOf, series, WIDTH, type Series } from "./chart-shape.ts";

/** How many people stood where over time, as lines, and the same in a table. */
export function AnswersChart({ answers }: { answers: AnswersAt[] }) {
  const { t } = useLingui();
  const day = useTimeFormat({ dateStyle: "medium" });
  const time = useTimeFormat({ dateStyle: "medium", timeStyle: "short" });
  const top = chartTop(answers);
  const [first, last] = [answers[0]!, answers.at(-1)!];
  const [begins, ends] = [Date.parse(first.at), Date.parse(last.at)];
  const scale = day.format(begins) === day.format(ends) ? time : day;
  const names = useNames();
  const label = series.map((name) => `${names[name]}: ${last[name]}`).join(", ");
  return (
    <figure className="answers-chart">
      <ul className="chart-legend" aria-hidden="true">
        {series.map((name) => (
          <li key={name}>
            <svg viewBox="0 0 24 4">
              <path className={`chart-line chart-${name}`} d="M0 2H24" />
            </svg>
            {names[name]} <strong className="tabular">{last[name]}</strong>
          </li>
        ))}
      </ul>
      <div className="chart-plot">
        <span className="chart-scale muted tabular" aria-hidden="true">
          <span>{top}</span>
          <span>{top / 2}</span>
          <span>0</span>
        </span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t`Answers over time. At the end: ${label}`}
        >
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <path key={y} className="chart-grid" d={`M0 ${y}H${WIDTH}`} />
          ))}
          {series.toReversed().map((name) => (
            <path key={name} className={`chart-line chart-${name}`} d={pathOf(answers, name, top)} />
          ))}
        </svg>
      </div>
      <p className="chart-times muted" aria-hidden="true">
        <span>{scale.format(begins)}</span>
        <span>{scale.format(ends)}</span>
      </p>
      <details>
        <summary>
          <Trans>Show as a table</Trans>
        </summary>
        <AnswersTable answers={answers} names={names} />
      </details>
    </figure>
  );
}

function AnswersTable({ answers, names }: { answers: AnswersAt[]; names: Record<Series, string> }) {
  const { t } = useLingui();
  const when = useTimeFormat({ dateStyle: "short", timeStyle: "short" });
  return (
    // A region that scrolls has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="chart-table" role="region" aria-label={t`Answers over time`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Time</Trans>
            </th>
            {series.map((name) => (
              <th key={name} scope="col">
                {names[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answers.map((one) => (
            <tr key={one.at}>
              <th scope="row">
                <time dateTime={one.at}>{when.format(Date.parse(one.at))}</time>
              </th>
              {series.map((name) => (
                <td key={name} className="tabular">
                  {one[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useNames(): Record<Series, string> {
  const { t } = useLingui();
  return { going: t`Going`, maybe: t`Maybe`, waiting: t`On the waitlist`, declined: t`Declined` };
}
