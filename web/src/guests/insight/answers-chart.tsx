import { useLingui } from "@lingui/react/macro";
import type { AnswersAt } from "@turnout/contract/insight";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { chartTop } from "../chart/chart-top.ts";
import { ChartPlot, ChartTable } from "../chart/chart.tsx";
import { HEIGHT, pathOf, series, WIDTH, type Series } from "./chart-shape.ts";

/** How many people stood where over time, as lines, and the same in a table. */
export function AnswersChart({ answers }: { answers: AnswersAt[] }) {
  const { t } = useLingui();
  const day = useTimeFormat({ dateStyle: "medium" });
  const time = useTimeFormat({ dateStyle: "medium", timeStyle: "short" });
  const when = useTimeFormat({ dateStyle: "short", timeStyle: "short" });
  const top = chartTop(answers.flatMap((one) => series.map((name) => one[name])));
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
      <ChartPlot top={top} width={WIDTH} height={HEIGHT} label={t`Answers over time. At the end: ${label}`}>
        {series.toReversed().map((name) => (
          <path key={name} className={`chart-line chart-${name}`} d={pathOf(answers, name, top)} />
        ))}
      </ChartPlot>
      <p className="chart-times" aria-hidden="true">
        <span>{scale.format(begins)}</span>
        <span>{scale.format(ends)}</span>
      </p>
      <ChartTable
        label={t`Answers over time`}
        head={[t`Time`, ...series.map((name) => names[name])]}
        rows={answers.map((one) => {
          const at = Date.parse(one.at);
          return { at, time: when.format(at), numbers: series.map((name) => one[name]) };
        })}
      />
    </figure>
  );
}

function useNames(): Record<Series, string> {
  const { t } = useLingui();
  return { going: t`Going`, maybe: t`Maybe`, waiting: t`On the waitlist`, declined: t`Declined` };
}
