// Runs the bridge. ELASTICSEARCH_URL, or the file that ELASTICSEARCH_URL_FILE names, is where lines go; PORT and HOST are its own.
import { readFileSync } from "node:fs";
import { createBridge } from "./bridge.ts";
import { elasticsearchAt } from "./elasticsearch.ts";

/** Least time between two lines of its own (ms): while the store is away, each attempt would write one. */
const TELL_EVERY = 5_000;

const { ELASTICSEARCH_URL, ELASTICSEARCH_URL_FILE, PORT = "4318", HOST = "127.0.0.1" } = process.env;
const url = ELASTICSEARCH_URL_FILE ? readFileSync(ELASTICSEARCH_URL_FILE, "utf8").trim() : ELASTICSEARCH_URL;
if (!url) {
  console.error("ELASTICSEARCH_URL is missing: it says where log lines go");
  process.exit(1);
}
let told = -Infinity;
const server = createBridge(elasticsearchAt(url), (line) => {
  if (performance.now() - told < TELL_EVERY) return;
  told = performance.now();
  console.error(line);
});
server.listen(Number(PORT), HOST);
process.once("SIGTERM", () => server.close(() => process.exit(0)));
