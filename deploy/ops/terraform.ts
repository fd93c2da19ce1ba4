import { inScratch } from "../gates/locked-tools.ts";
import { runSteps } from "../run-steps.ts";
import { openAccount } from "../terraform/account.ts";
import { startEmulator } from "../terraform/emulator.ts";
import { prepare, steps, type Place } from "../terraform/steps.ts";
import { layOutWorkspace, terraformVersion } from "../terraform/workspace.ts";

export const about =
  "Makes both regions on an emulator of AWS: applied, asserted, roles tried, planned again, faults noticed, destroyed, nothing left";

export async function run(): Promise<void> {
  console.log(`Terraform ${await terraformVersion()}, on loopback, without any account`);
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
      await runSteps(steps, place);
    } finally {
      await emulator.close();
    }
  });
}
