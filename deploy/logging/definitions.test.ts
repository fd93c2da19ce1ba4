import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../containers.ts";
import { SHIPPER } from "../drills/log-backend-down.ts";
import { fieldsOfMapping } from "./mapping.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
const mapped = fieldsOfMapping();

interface SavedObject {
  type: string;
  id: string;
  attributes: { title: string; columns?: string[]; sort?: string[][]; kibanaSavedObjectMeta?: { searchSourceJSON: string } };
  references: { type: string; id: string; name: string }[];
}

test("Kibana's saved searches refer to views that are there, and show and ask fields that the mapping has", () => {
  const objects = read("kibana.ndjson")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as SavedObject);
  const known = objects.map(({ type, id }) => `${type}/${id}`);
  expect(new Set(known).size).toBe(known.length);
  const searches = objects.filter(({ type }) => type === "search");
  expect(searches.length).toBeGreaterThan(3);
  for (const { attributes, references } of searches) {
    expect(references.map(({ type, id }) => `${type}/${id}`).filter((one) => !known.includes(one))).toEqual([]);
    const { query, indexRefName } = JSON.parse(attributes.kibanaSavedObjectMeta!.searchSourceJSON) as {
      query: { query: string };
      indexRefName: string;
    };
    expect(references.map(({ name }) => name)).toContain(indexRefName);
    const asked = [...query.query.matchAll(/([\w.@]+) *(?::|>=)/g)].map(([, name]) => name!);
    expect(asked).not.toEqual([]);
    const used = [...asked, ...attributes.columns!, ...attributes.sort!.map(([name]) => name!)];
    expect(
      used.filter((name) => !mapped.has(name)),
      attributes.title,
    ).toEqual([]);
  }
});

test("Compose runs the collector as the drill does, so that it keeps no lines in memory alone", () => {
  const { services } = parse(readFileSync(join(root, "compose.elk.yaml"), "utf8"), { merge: true }) as {
    services: { collector: { command: string[] } };
  };
  expect(services.collector.command.slice(-SHIPPER.length)).toEqual([...SHIPPER]);
});

interface Collector {
  extensions: Record<string, { fsync?: boolean }>;
  receivers: Record<string, { storage: string; retry_on_failure: Retry }>;
  exporters: Record<string, { retry_on_failure: Retry; sending_queue: { enabled: boolean } }>;
  service: { extensions?: string[]; pipelines: { logs: { receivers?: string[]; processors?: string[]; exporters: string[] } } };
}
interface Retry {
  enabled: boolean;
  max_elapsed_time: number;
}

test("collectors keep positions on disk, hold nothing else, and never give up, for CloudWatch and Vault's log as well", () => {
  const first = parse(read("collector.yaml")) as Collector;
  const second = parse(read("collector-cloudwatch.yaml")) as Collector;
  // Of two files, lists of the second replace those of the first.
  expect(second.service.pipelines.logs.exporters).toEqual(expect.arrayContaining(first.service.pipelines.logs.exporters));
  expectToLoseNothing(first, { ...first.exporters, ...second.exporters });
  const audit = parse(read("../vault/collector-audit.yaml")) as Collector;
  expectToLoseNothing(audit, audit.exporters);
});

function expectToLoseNothing(first: Collector, exporters: Collector["exporters"]) {
  expect(first.service.extensions).toEqual(["file_storage"]);
  expect(first.extensions.file_storage!.fsync).toBe(true);
  for (const name of first.service.pipelines.logs.receivers!)
    expect(first.receivers[name]).toMatchObject({ storage: "file_storage", retry_on_failure: { enabled: true, max_elapsed_time: 0 } });
  for (const exporter of Object.values(exporters))
    expect(exporter).toMatchObject({ retry_on_failure: { enabled: true, max_elapsed_time: 0 }, sending_queue: { enabled: false } });
}
