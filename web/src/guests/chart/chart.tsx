import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import "./chart.css";

interface Plot {
  /** The highest number that it shows. */
  top: number;
  /** In the chart's own units: it is drawn as large as there is room. */
  width: number;
  height: number;
  /** All that it says, in words. */
  label: string;
  children: ReactNode;
}

/** Numbers over time, drawn by `children`, beside their scale. */
export function ChartPlot({ top, width, height, label, children }: Plot) {
  return (
    <div className="chart-plot">
      <span className="chart-scale tabular" aria-hidden="true">
        <span>{top}</span>
        <span>{top / 2}</span>
        <span>0</span>
      </span>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {[0, height / 2, height].map((y) => (
          <path key={y} className="chart-grid" d={`M0 ${y}H${width}`} />
        ))}
        {children}
      </svg>
    </div>
  );
}

interface Table {
  label: string;
  /** What the columns are; the first one is the time. */
  head: string[];
  /** `at` is a time (ms). */
  rows: { at: number; time: string; numbers: number[] }[];
}

/** The same numbers in a table, which opens. */
export function ChartTable({ label, head, rows }: Table) {
  return (
    <details className="chart-details">
      <summary>
        <Trans>Show as a table</Trans>
      </summary>
      {/* A region that scrolls has to be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="chart-table" role="region" aria-label={label} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, time, numbers }) => (
              <tr key={at}>
                <th scope="row">
                  <time dateTime={new Date(at).toISOString()}>{time}</time>
                </th>
                {numbers.map((number, column) => (
                  <td key={head[column + 1]} className="tabular">
                    {number}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
