import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Properties {
  [name: string]: { type?: string; properties?: Properties };
}

/** The fields that the store's strict mapping takes; any other makes it refuse a line. */
export function fieldsOfMapping(): Set<string> {
  const text = readFileSync(join(import.meta.dirname, "elasticsearch/index-template.json"), "utf8");
  const { template } = JSON.parse(text) as { template: { mappings: { properties: Properties } } };
  return new Set(namesIn(template.mappings.properties, ""));
}

const namesIn = (properties: Properties, before: string): string[] =>
  Object.entries(properties).flatMap(([name, { properties: inner }]) =>
    inner ? namesIn(inner, `${before}${name}.`) : [`${before}${name}`],
  );
