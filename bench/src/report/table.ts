import { medianOf, ratioTo, spreadOf, type Table } from "../result.ts";

/** A table in Markdown, its columns aligned for a terminal: how ours compares first, then the figures. */
export function tableText(table: Table): string {
  const figures = [...new Set(table.rows.flatMap((row) => Object.keys(row.figures)))];
  const rows = table.rows.map((row) => {
    const ratio = ratioTo(table, row);
    const cells = figures.map((figure) => {
      const { least, most } = spreadOf(row.figures[figure] ?? []);
      return shown(medianOf(row.figures[figure])) + (figure === table.headline ? ` (${shown(least)}–${shown(most)})` : "");
    });
    return [row.variant, ratio ? `${shownRatio(ratio.median)}×` : "", ...cells];
  });
  return markdownTable([table.setting, "Turnout is", ...figures], rows);
}

/** All columns but the first are numbers. */
export function markdownTable(head: string[], rows: string[][]): string {
  const width = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(width[at]!) : cell.padStart(width[at]!))).join(" | ")} |`;
  const rule = `|${width.map((wide, at) => (at === 0 ? "-".repeat(wide + 2) : `${"-".repeat(wide + 1)}:`)).join("|")}|`;
  return [line(head), rule, ...rows.map(line), ""].join("\n");
}

/** Rounded to significant digits. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const shownRatio = (value: number) => (Number.isFinite(value) ? (value >= 10 ? value.toFixed(0) : value.toFixed(2)) : "–");
