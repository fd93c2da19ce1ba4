// npm run export -- <folder> [--event <id>]. Its name ends in main.ts, by which a start of the product recognizes who has the data folder.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { audit } from "../audit/audit.ts";
import { keptCalendarHost } from "../calendar/calendar-host.ts";
import { changing } from "../changing.ts";
import { senderOf } from "../mail/sender.ts";
import { onDatabase } from "./command.ts";
import { exportData } from "./export-data.ts";
import { NotPossible } from "./files.ts";

const { values, positionals } = parseArgs({ options: { event: { type: "string" } }, allowPositionals: true });

await onDatabase({ besideProduct: true, what: "Nothing was exported" }, async ({ config, database: { db, url } }) => {
  const [given] = positionals;
  if (!given) throw new NotPossible("npm run export -- <folder> [--event <id>]");
  const folder = resolve(process.env.INIT_CWD ?? ".", given);
  const { publicUrl } = config;
  const { files } = await exportData({
    url: changing(url).current,
    db,
    folder,
    scope: values.event ? { event: values.event } : "instance",
    now: new Date(),
    publicUrl,
    calendarHost: await keptCalendarHost(db, publicUrl),
    mailAddress: senderOf(config.mailFrom).address,
  });
  await audit(db, { action: values.event ? "event.exported" : "instance.exported", actorId: null, eventId: values.event ?? null });
  const rowsOf = (table: string) => files[`tables/${table}.jsonl`]?.rows ?? 0;
  console.log(
    `${folder}: ${rowsOf("events")} events, ${rowsOf("guests")} guests, ${rowsOf("event_log")} entries, ${rowsOf("images")} pictures`,
  );
});
