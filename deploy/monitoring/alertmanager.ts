import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Debian's name of the program. */
export const ALERTMANAGER = "prometheus-alertmanager";

/** Alertmanager's arguments for a configuration, with all that it keeps in `folder`, alone and on this machine only. */
export function alertmanagerOn(port: number, config: string, folder: string): string[] {
  const data = join(folder, "alertmanager");
  mkdirSync(data, { recursive: true });
  const file = join(folder, "alertmanager.yml");
  writeFileSync(file, config);
  return [`--config.file=${file}`, `--storage.path=${data}`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address="];
}
