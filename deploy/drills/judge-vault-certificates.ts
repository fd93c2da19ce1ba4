import { Failed } from "../failed.ts";
import { PARTIES } from "../vault/certificates.ts";
import { LIVES, RENEWALS, vaultCertificates, type IssuedCertificates } from "./vault-certificates.ts";

/** Lets certificates end under load that Vault has issued: nobody may notice; and once nobody renews them, everybody has to. */
export async function judgeVaultCertificates(): Promise<void> {
  const drill = await vaultCertificates();
  console.log(told(drill));
  const faults = faultsIn(drill);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("vault certificates: all were renewed, nobody noticed; ended and foreign ones let nobody in");
}

function told({
  requests,
  failedRequests,
  visits,
  failedVisits,
  lost,
  doubled,
  gone,
  renewals,
  leastLeft,
  ...rest
}: IssuedCertificates): string {
  return [
    `${failedRequests.length} of ${requests} requests failed, ${failedVisits.length} of ${visits} new connections; ${lost} entries lost, ${doubled} doubled, ${gone} readers gone`,
    `  renewed, of ${LIVES} s each: ${PARTIES.map((name) => `${name} ${renewals[name]}`).join(", ")}; at least ${leastLeft.toFixed(1)} s left of any`,
    `  ${rest.misjudged.length} of ${rest.asked} paths and logins judged otherwise than they should be; ${rest.noted} lines noted by Vault, of which ${rest.shipped.lost} were lost elsewhere and ${rest.shipped.doubled} doubled`,
    `  control, with no agent: ${rest.refusedWhenEnded.length} of ${PARTIES.length} refused once ended; foreign: ${rest.refusedWhenForeign.length} of ${PARTIES.length}`,
    `  the product, of a database with a foreign one: ${rest.productSays}`,
  ].join("\n");
}

/** What is not as it has to be. */
export function faultsIn({ failedRequests, failedVisits, failedHandshakes, lost, doubled, gone, ...rest }: IssuedCertificates): string[] {
  const seldom = PARTIES.filter((name) => rest.renewals[name] < RENEWALS);
  const missing = (refused: string[]) => PARTIES.filter((name) => !refused.includes(name));
  return [
    ...(failedRequests.length === 0 ? [] : [`${failedRequests.length} requests failed: ${failedRequests[0]}`]),
    ...(failedVisits.length === 0 ? [] : [`${failedVisits.length} new connections failed: ${failedVisits[0]}`]),
    ...(failedHandshakes.length === 0 ? [] : [`${failedHandshakes.length} handshakes failed: ${failedHandshakes[0]}`]),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...(seldom.length === 0 ? [] : [`not renewed as often as it should be: ${seldom.join(", ")}`]),
    ...(rest.leastLeft > 0 ? [] : ["a certificate that had ended was shown"]),
    ...rest.misjudged.map((one) => `Vault judges otherwise than it should: ${one}`),
    ...(rest.keptKey ? [] : ["an agent that was started anew spoilt a pair"]),
    ...missing(rest.refusedWhenEnded).map((name) => `the control, an ended certificate of ${name}, was not refused: nothing is shown`),
    ...missing(rest.refusedWhenForeign).map((name) => `a foreign certificate of ${name} was not refused`),
    ...(rest.productSays.includes("database_untrusted") ? [] : [`the product says of a foreign certificate: ${rest.productSays}`]),
    ...(rest.noted > 0 ? [] : ["Vault noted nothing"]),
    ...(rest.shipped.lost + rest.shipped.doubled === 0
      ? []
      : [`of Vault's log, ${rest.shipped.lost} lines were lost and ${rest.shipped.doubled} doubled`]),
    ...(rest.leaked === 0 ? [] : [`${rest.leaked} keys or tokens stand in Vault's log as they are`]),
  ];
}
