import { Failed } from "../failed.ts";
import { seconds } from "./outcome.ts";
import { secretRotation, type Rotation } from "./secret-rotation.ts";

/** Replaces everything under load: nobody may notice. Then, as a control, SECRET without the one before it: somebody has to. */
export async function judgeSecretRotation(): Promise<void> {
  const rotation = await secretRotation({ twoAtATime: true });
  console.log(told("two at a time", rotation));
  const control = await secretRotation({ twoAtATime: false });
  console.log(told("control: one at a time", control));
  const faults = [...faultsIn(rotation), ...(isNoticed(control) ? [] : ["the control was not noticed: nothing is shown"])];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("secret rotation: nobody noticed it, and without the secret before somebody did");
}

function told(way: string, { requests, failedRequests, lost, doubled, gone, took, isSignedIn, linkIsValid }: Rotation): string {
  const times = Object.entries(took).map(([what, ms]) => `  ${what}: in force after ${seconds(ms)}`);
  const people = `${failedRequests.length} of ${requests} requests failed, ${lost} entries lost, ${doubled} doubled, ${gone} readers gone`;
  return [`${way}: ${people}; session ${isSignedIn ? "valid" : "ended"}, link ${linkIsValid ? "valid" : "invalid"}`, ...times].join("\n");
}

/** What somebody noticed. */
export function faultsIn({ failedRequests, failedHandshakes, lost, doubled, gone, isSignedIn, linkIsValid }: Rotation): string[] {
  return [
    ...(failedRequests.length === 0 ? [] : [`${failedRequests.length} requests failed: ${failedRequests[0]}`]),
    ...(failedHandshakes.length === 0 ? [] : [`${failedHandshakes.length} handshakes failed: ${failedHandshakes[0]}`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(isSignedIn ? [] : ["a session ended"]),
    ...(linkIsValid ? [] : ["a link became invalid"]),
  ];
}

const isNoticed = ({ isSignedIn, linkIsValid }: Rotation) => !isSignedIn && !linkIsValid;
