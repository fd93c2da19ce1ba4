import { Failed } from "../failed.ts";
import { seconds } from "./outcome.ts";
import { secretRotation, type Rotation } from "./secret-rotation.ts";

/** Replaces everything under load: nobody may notice. Then, as a control, SECRET without the one before it, and a mail server's user that goes before the new one comes: somebody has to. */
export async function judgeSecretRotation(): Promise<void> {
  const rotation = await secretRotation({ twoAtATime: true });
  console.log(told("two at a time", rotation));
  const control = await secretRotation({ twoAtATime: false });
  console.log(told("control: one at a time", control));
  const faults = [...faultsIn(rotation), ...(isNoticed(control) ? [] : ["the control was not noticed: nothing is shown"])];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("secret rotation: nobody noticed it, and without the secret before somebody did");
}

function told(
  way: string,
  { requests, failedRequests, lost, doubled, gone, took, isSignedIn, linkIsValid, withoutMail, refusedBySmtp }: Rotation,
): string {
  const times = Object.entries(took).map(([what, ms]) => `  ${what}: in force after ${seconds(ms)}`);
  const people = `${failedRequests.length} of ${requests} requests failed, ${lost} entries lost, ${doubled} doubled, ${gone} readers gone`;
  const mails = `${withoutMail.length} guests without their email, ${refusedBySmtp} logins refused by the mail server`;
  return [
    `${way}: ${people}; ${mails}; session ${isSignedIn ? "valid" : "ended"}, link ${linkIsValid ? "valid" : "invalid"}`,
    ...times,
  ].join("\n");
}

/** What somebody noticed. */
export function faultsIn({ failedRequests, failedHandshakes, lost, doubled, gone, ...rest }: Rotation): string[] {
  const { isSignedIn, linkIsValid, withoutMail, refusedBySmtp } = rest;
  return [
    ...(failedRequests.length === 0 ? [] : [`${failedRequests.length} requests failed: ${failedRequests[0]}`]),
    ...(failedHandshakes.length === 0 ? [] : [`${failedHandshakes.length} handshakes failed: ${failedHandshakes[0]}`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(isSignedIn ? [] : ["a session ended"]),
    ...(linkIsValid ? [] : ["a link became invalid"]),
    ...(withoutMail.length === 0 ? [] : [`${withoutMail.length} guests got no email: ${withoutMail[0]}`]),
    ...(refusedBySmtp === 0 ? [] : [`the mail server refused ${refusedBySmtp} logins`]),
  ];
}

const isNoticed = ({ isSignedIn, linkIsValid, refusedBySmtp }: Rotation) => !isSignedIn && !linkIsValid && refusedBySmtp > 0;
