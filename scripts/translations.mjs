// Checks that both catalogues have every text of the web app, translated and up to date with the source.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const lingui = join(root, "node_modules/@lingui/cli/dist/lingui.js");
const codes = ["sync", "missing"].map(
  (what) => spawnSync(process.execPath, [lingui, "check", what], { cwd: join(root, "web"), stdio: "inherit" }).status,
);
process.exit(codes.every((code) => code === 0) ? 0 : 1);
