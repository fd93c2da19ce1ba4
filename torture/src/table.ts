const row = (cells: (string | number)[]) =>
  `| ${cells.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)).join(" | ")} |`;

/** A table in Markdown. All columns but the first are numbers. */
export function table(columns: string[], rows: (string | number)[][]): string {
  const rule = columns.map((_, at) => (at === 0 ? "---" : "---:"));
  return `${[row(columns), `|${rule.join("|")}|`, ...rows.map(row)].join("\n")}\n`;
}
