// npm run import -- <folder>. Its name ends in main.ts, by which a start of the product recognizes who has the data folder.
import { resolve } from "node:path";
import { changing } from "../changing.ts";
import { openJobs } from "../jobs/jobs.ts";
import { onDatabase } from "./command.ts";
import { NotPossible } from "./files.ts";
import { importData } from "./import-data.ts";

const [given] = process.argv.slice(2);

await onDatabase({ besideProduct: false, what: "Nothing was imported" }, async ({ database: { url } }) => {
  if (!given) throw new NotPossible("npm run import -- <folder>");
  const jobs = await openJobs(url, (error) => console.error(error));
  try {
    const { files } = await importData({ url: changing(url).current, jobs, folder: resolve(process.env.INIT_CWD ?? ".", given) });
    const rowsOf = (table: string) => files[`tables/${table}.jsonl`]?.rows ?? 0;
    console.log(
      `imported: ${rowsOf("events")} events, ${rowsOf("guests")} guests, ${rowsOf("event_log")} entries, ${rowsOf("images")} pictures`,
    );
  } finally {
    await jobs.stop();
  }
});
