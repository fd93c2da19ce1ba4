// npm run audit -- [--days 30] [--account <id>] [--event <id>]. Its name ends in main.ts, by which a start of the product recognizes who has the data folder.
import { parseArgs } from "node:util";
import { onDatabase } from "../export/command.ts";
import { NotPossible } from "../export/files.ts";
import { auditLines, MAX_SHOWN, readAudit } from "./read-audit.ts";

const { values } = parseArgs({ options: { days: { type: "string" }, account: { type: "string" }, event: { type: "string" } } });

await onDatabase({ besideProduct: true, what: "The audit log cannot be read" }, async ({ database: { db } }) => {
  const days = Number(values.days ?? 30);
  if (Number.isNaN(days) || days <= 0) throw new NotPossible("npm run audit -- [--days 30] [--account <id>] [--event <id>]");
  const rows = await readAudit(db, { days, actorId: values.account, eventId: values.event });
  for (const line of auditLines(rows)) console.log(line);
  if (rows.length === MAX_SHOWN) console.log(`These are the latest ${MAX_SHOWN}.`);
});
