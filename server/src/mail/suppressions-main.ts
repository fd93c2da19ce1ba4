// npm run suppressions -- list|remove. Its name ends in main.ts, by which a start of the product recognizes who has the data folder.
import { parseArgs } from "node:util";
import { SuppressionReason } from "@turnout/contract/suppressions";
import { keptSecret, openDataFolder } from "../data-folder.ts";
import { readLastingSecret } from "../db/lasting-secret.ts";
import { onDatabase } from "../export/command.ts";
import { NotPossible } from "../export/files.ts";
import { secretsIn } from "../secrets.ts";
import { removeSuppressions } from "./lift-suppressions.ts";
import { listSuppressions, suppressionLines } from "./list-suppressions.ts";

/** Most that are listed at once, the newest. */
const MAX_LISTED = 1_000;
const USAGE = "npm run suppressions -- list [--reason bounced|complained|unsubscribed] | remove <address or key> [--scope <scope>]";
const { values, positionals } = parseArgs({
  options: { reason: { type: "string" }, scope: { type: "string" } },
  allowPositionals: true,
});
const [what, who] = positionals;

await onDatabase({ besideProduct: true, what: "Suppressions cannot be read" }, async ({ config, database: { db } }) => {
  const accepted = secretsIn(config.secret ?? keptSecret(openDataFolder(config.dataFolder)));
  const secret = await readLastingSecret(db, accepted);
  if (secret === null) throw new NotPossible("SECRET is not the one that the addresses' hashes were made with, nor one that followed it");
  const reason = SuppressionReason.safeParse(values.reason).data ?? null;
  if (what === "list" && (values.reason === undefined || reason)) {
    const listed = await listSuppressions(db, secret, { reason, limit: MAX_LISTED });
    for (const line of suppressionLines(listed)) console.log(line);
    if (listed.length === MAX_LISTED) console.log(`These are the latest ${MAX_LISTED}.`);
    return;
  }
  if (what !== "remove" || !who) throw new NotPossible(USAGE);
  const removed = await removeSuppressions(db, secret, { who, scope: values.scope ?? null });
  if (removed === 0) throw new NotPossible("there is none like it");
  console.log(`${removed} removed: emails of that kind go to this address again.`);
});
