import { Failed } from "../failed.ts";
import { lockedCopy, type LockedCopy } from "./locked-copy.ts";
import { seconds } from "./outcome.ts";

/** Runs it as often as asked, and then once, as a control, without the lock: nothing may be left to bring back. */
export async function judgeLockedCopy(runs: number): Promise<void> {
  const outcomes: LockedCopy[] = [];
  while (outcomes.length < runs) {
    const outcome = await lockedCopy({ isLocked: true });
    outcomes.push(outcome);
    console.log(told(`run ${outcomes.length}`, outcome));
  }
  const control = await lockedCopy({ isLocked: false });
  console.log(told("control: not locked", control));
  const faults = [
    ...outcomes.flatMap((outcome, index) => faultsIn(outcome).map((fault) => `run ${index + 1}: ${fault}`)),
    ...(control.differences === null && control.left === 0 ? [] : ["the control was brought back: nothing is shown"]),
  ];
  console.log(`worst of ${runs}: ${seconds(Math.max(...outcomes.map(({ took }) => took)))}`);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("restore from locked copy: all of it was there, and without the lock nothing was");
}

function told(run: string, { files, left, leftInFirst, differences, reason, took }: LockedCopy): string {
  const end =
    differences === null ? `not brought back: ${reason}` : `brought back in ${seconds(took)}, ${differences.length} tables differ`;
  return `${run}: ${left} of ${files} files of the second repository are whole, the first one has ${leftInFirst}; ${end}`;
}

/** What of an outcome is not as it has to be. */
export function faultsIn({ files, left, leftInFirst, differences, reason }: LockedCopy): string[] {
  return [
    ...(left === files ? [] : [`${files - left} locked files were changed or removed`]),
    ...(leftInFirst === 0 ? [] : [`the attack left ${leftInFirst} files in the first repository: nothing is shown`]),
    ...(differences ?? [`nothing was brought back: ${reason}`]),
  ];
}
