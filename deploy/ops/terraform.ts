import { root } from "../containers.ts";
import { keptPass } from "../gates/kept.ts";
import { inScratch } from "../gates/locked-tools.ts";
import { runSteps } from "../run-steps.ts";
import { openAccount } from "../terraform/account.ts";
import { startEmulator } from "../terraform/emulator.ts";
import { prepare, steps, type Place } from "../terraform/steps.ts";
import { layOutWorkspace, terraformVersion } from "../terraform/workspace.ts";

export const about =
  "Makes both regions on an emulator of AWS: applied, asserted, roles tried, planned again, faults noticed, destroyed, nothing left";
export const usage = "[--again]   (of definitions for which all was green on this machine, only --again looks once more)";

/** All that decides what comes out: nothing else of the source is made there. */
const read = ["deploy/terraform", "deploy/ops/terraform.ts", "deploy/gates/tools/python/moto.txt"];

export async function run([again]: string[]): Promise<void> {
  const version = await terraformVersion();
  const kept = keptPass("terraform", { folder: root, paths: read, versions: [version, process.version] });
  if (again !== "--again" && kept.since) return console.log(`Terraform ${version}: green for exactly these definitions at ${kept.since}`);
  console.log(`Terraform ${version}, on loopback, without any account`);
  await inScratch(async (folder) => {
    const emulator = await startEmulator(folder);
    try {
      const place: Place = {
        emulator,
        account: openAccount(emulator),
        workspace: layOutWorkspace(folder, emulator.environment),
        values: { production: {}, dr: {} },
      };
      await prepare(place);
      if (await runSteps(steps, place)) kept.keep();
    } finally {
      await emulator.close();
    }
  });
}
