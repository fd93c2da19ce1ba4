import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, parseDocument, stringify, type Pair, type YAMLMap } from "yaml";
import { chart } from "./render.ts";

interface Row {
  name: string;
  value: string;
  about: string;
}

/** The chart's values as its README lists them: each with what it is as delivered, and with the comment above it. */
export function valuesTable(): string {
  const document = parseDocument(readFileSync(join(chart, "values.yaml"), "utf8"));
  const rows = rowsOf(document.contents as YAMLMap, "", document.commentBefore ?? "");
  const lines = rows.map(({ name, value, about }) => `| \`${name}\` | ${value && `\`${value}\``} | ${about} |`);
  return ["| Value | As delivered | What it is |", "| --- | --- | --- |", ...lines].join("\n");
}

function rowsOf(map: YAMLMap, path: string, first: string): Row[] {
  return map.items.flatMap((pair, place) => {
    const { key, value } = pair as Pair<{ value: string; commentBefore?: string | null }, unknown>;
    const name = `${path}${key.value}`;
    const about = (key.commentBefore ?? (place === 0 ? first : "")).replaceAll(/\s*\n\s*/g, " ").trim();
    if (isMap(value) && value.items.length > 0 && !value.flow) return rowsOf(value, `${name}.`, value.commentBefore ?? about);
    return [{ name, value: textOf(value), about: about.replaceAll("|", "\\|") }];
  });
}

function textOf(value: unknown): string {
  if (isScalar(value)) return String(value.value);
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
}

const BEGIN = "<!-- values: made from values.yaml by `npm run ops -- chart-readme` -->";
const END = "<!-- values end -->";
export const readmeFile = join(chart, "README.md");

/** The README with the table as it is by the values of now. */
export function readmeOfNow(): string {
  const text = readFileSync(readmeFile, "utf8");
  const [before, rest] = text.split(BEGIN) as [string, string];
  return `${before}${BEGIN}\n\n${valuesTable()}\n\n${END}${rest.split(END)[1]}`;
}
