// Makes of the server and its packages the few files that npm start runs: node server/bundle/bundle-here.ts <folder two levels below the root>
import { existsSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { bundleCode } from "./bundle-server.ts";

const folder = resolve(process.argv[2]!);
const unfinished = `${folder}.${process.pid}`;
try {
  await bundleCode(unfinished, ["server/src/main.ts"]);
  renameSync(unfinished, folder);
} catch (error) {
  // Who made the same at this moment made the same files.
  if (!existsSync(folder)) throw error;
} finally {
  rmSync(unfinished, { recursive: true, force: true });
}
