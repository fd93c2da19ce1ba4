import { Failed } from "../failed.ts";
import { lockedBucket, type AttackedBucket, type LockedBucket } from "./locked-bucket.ts";
import { seconds } from "./outcome.ts";

/** Brings a database back from a bucket whose objects are locked, as often as asked. Each run has its controls in it. */
export async function judgeLockedBucket(runs: number): Promise<void> {
  const faults: string[] = [];
  let worst = 0;
  for (let run = 1; run <= runs; run++) {
    const outcome = await lockedBucket();
    worst = Math.max(worst, outcome.took);
    console.log(told(run, outcome));
    faults.push(...faultsIn(outcome).map((fault) => `run ${run}: ${fault}`));
  }
  console.log(`worst of ${runs}: ${seconds(worst)}`);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("restore from locked bucket: all of it was there; where somebody could unlock it, or nothing was locked, nothing was");
}

const way = ({ lock, by }: AttackedBucket) => `${lock ?? "not locked"}, attacked by ${by === "owner" ? "the bucket's owner" : "backups"}`;

function told(run: number, { files, attacked, differences, reason, took }: LockedBucket): string {
  const end =
    differences === null ? `not brought back: ${reason}` : `brought back in ${seconds(took)}, ${differences.length} tables differ`;
  const calls = (through: Record<string, number>) =>
    Object.entries(through)
      .map(([name, times]) => `${name} ${times}`)
      .join(", ");
  return [
    `run ${run}: ${end}`,
    ...attacked.map((one) => `  ${way(one)}: ${one.left} of ${files} files are whole; let through: ${calls(one.through)}`),
  ].join("\n");
}

/** Whether nobody of these may take anything away. */
const holds = ({ lock, by }: AttackedBucket) => lock === "COMPLIANCE" || (lock === "GOVERNANCE" && by === "backups");

/** What of an outcome is not as it has to be. */
export function faultsIn({ files, isRefused, attacked, leftInFolders, differences, reason }: LockedBucket): string[] {
  return [
    ...(isRefused ? [] : ["a bucket that takes no locks took copies that were to be locked"]),
    ...attacked.filter((one) => holds(one) && one.left < files).map((one) => `${way(one)}: ${files - one.left} files are gone`),
    ...attacked
      .filter((one) => !holds(one) && one.left > 0)
      .map((one) => `the control, ${way(one)}, left ${one.left} files: nothing is shown`),
    ...attacked.filter(({ through }) => !through["overwrite"]).map((one) => `${way(one)}: nothing was overwritten: nothing is shown`),
    ...(leftInFolders === 0 ? [] : [`the attack left ${leftInFolders} files in the folders: nothing is shown`]),
    ...(differences ?? [`nothing was brought back: ${reason}`]),
  ];
}
