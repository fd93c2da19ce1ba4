import { Failed } from "../failed.ts";
import { seconds } from "./outcome.ts";
import { USERS, vaultDrill, type VaultDrill } from "./vault.ts";

/** Lets users of the database expire under load: nobody may notice. Then, as a control, with nobody who fetches new ones: somebody has to. */
export async function judgeVault(): Promise<void> {
  const drill = await vaultDrill({ hasAgent: true });
  console.log(told("with the agent", drill));
  const control = await vaultDrill({ hasAgent: false });
  console.log(told("control: without the agent", control));
  const faults = [...faultsIn(drill), ...(control.isLetIn ? ["the control was not noticed: nothing is shown"] : [])];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("vault: users came and went, and nobody noticed; without the agent, nobody new is let in");
}

function told(
  way: string,
  { requests, failedRequests, lost, doubled, users, expired, secretAfter, noted, misjudged, isLetIn }: VaultDrill,
): string {
  return [
    `${way}: ${failedRequests.length} of ${requests} requests failed, ${lost} entries lost, ${doubled} doubled`,
    `  ${users} users of the database, ${expired} of them gone; a new SECRET in force after ${seconds(secretAfter)}; whoever connects anew is ${isLetIn ? "let in" : "refused"}`,
    `  ${noted} requests noted by Vault; ${misjudged.length} paths judged otherwise than they should be`,
  ].join("\n");
}

/** What is not as it has to be. */
export function faultsIn({ failedRequests, lost, doubled, gone, users, expired, misjudged, ...rest }: VaultDrill): string[] {
  return [
    ...(failedRequests.length === 0 ? [] : [`${failedRequests.length} requests failed: ${failedRequests[0]}`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(users > USERS && expired >= USERS ? [] : [`only ${users} users, of which ${expired} are gone: nothing is shown`]),
    ...(misjudged.length === 0 ? [] : [`the policy is not as it should be: ${misjudged.join(", ")}`]),
    ...(rest.isLetIn ? [] : ["whoever connects to the database anew is refused"]),
    ...(rest.isSignedIn ? [] : ["a session ended"]),
    ...(rest.noted > 0 ? [] : ["Vault noted nothing"]),
    ...(rest.leaked === 0 ? [] : [`${rest.leaked} secrets stand in Vault's log as they are`]),
  ];
}
