// Writes the files that are made from others; with `--check`, only says which are out of date.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dashboardFiles } from "../../deploy/monitoring/dashboards.ts";
import { rulesFile } from "../../deploy/monitoring/rules.ts";
import { faultsDocument } from "../../torture/src/document.ts";
import { madeOfDatabase } from "./database-types.ts";
import { clientTypes, openapiDocument } from "./openapi.ts";
import { readmeWithSettings } from "./settings-table.ts";
import { shippedEntries } from "./shipped-entries.ts";
import { zoneData } from "./zone-data.ts";

const root = resolve(import.meta.dirname, "../..");

const { types, columns } = await madeOfDatabase();

/** Each generated file and what makes it. Later ones may be made from earlier ones. */
const generated: Record<string, () => Promise<string>> = {
  "server/src/db/schema.ts": async () => types,
  "server/src/log/table-columns.ts": async () => columns,
  "docs/openapi.json": openapiDocument,
  "web/src/api/schema.d.ts": clientTypes,
  "deploy/helm/turnout/files/rules.yml": async () => rulesFile(),
  ...Object.fromEntries(Object.entries(dashboardFiles()).map(([path, text]) => [path, async () => text])),
  "docs/faults.md": async () => faultsDocument(),
  ...(existsSync(join(root, "README.md")) ? { "README.md": readmeWithSettings } : {}),
  "contract/src/zone-data.ts": zoneData,
  "contract/src/shipped-entries.json": shippedEntries,
};

const check = process.argv.includes("--check");
let stale = 0;
for (const [path, generate] of Object.entries(generated)) {
  const file = join(root, path);
  const text = await generate();
  const current = existsSync(file) && readFileSync(file, "utf8") === text;
  if (current) continue;
  if (check) {
    stale++;
    console.error(`${path} is out of date: run "npm run generate"`);
  } else {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
process.exit(stale > 0 ? 1 : 0);
