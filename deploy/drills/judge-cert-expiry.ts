import { Failed } from "../failed.ts";
import { CERTIFICATE_DAYS } from "../monitoring/alerts.ts";
import { certExpiry, type Renewal } from "./cert-expiry.ts";

/** Whose certificates there are in the drill. */
export const PEERS = ["authority", "database", "mail", "redis", "server", "site"];

/** Renews all certificates as often as asked: nobody may notice, and whoever finds an expired one may not be let in. */
export async function judgeCertExpiry(runs: number): Promise<void> {
  const faults: string[] = [];
  for (let run = 1; run <= runs; run++) {
    const renewal = await certExpiry();
    console.log(told(run, renewal));
    faults.push(...faultsIn(renewal).map((fault) => `run ${run}: ${fault}`));
  }
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("certificates: all were renewed, nobody noticed, and an expired one lets nobody in");
}

function told(
  run: number,
  { requests, failedRequests, visits, failedVisits, lost, doubled, gone, before, after, control }: Renewal,
): string {
  const days = (left: Record<string, number>) => PEERS.map((peer) => `${peer} ${left[peer]?.toFixed(1) ?? "?"}`).join(", ");
  return [
    `run ${run}: ${failedRequests.length} of ${requests} requests failed, ${failedVisits.length} of ${visits} new connections; ${lost} entries lost, ${doubled} doubled, ${gone} readers gone`,
    `  days left before: ${days(before)}`,
    `  days left after: ${days(after)}`,
    `  control, expired: ${control.letIn} of ${control.visits} new connections let in`,
  ].join("\n");
}

/** Days that nobody counted, `undefined` or `NaN`, are neither below nor above anything. */
const isBelow = (days: number | undefined, limit: number) => days !== undefined && days < limit;
const isAbove = (days: number | undefined, limit: number) => days !== undefined && days > limit;

/** What is not as it has to be. */
export function faultsIn(renewal: Renewal): string[] {
  const { failedRequests, failedHandshakes, failedVisits, lost, doubled, gone, before, after, control } = renewal;
  const first = (what: string, all: string[]) => (all.length === 0 ? [] : [`${all.length} ${what} failed: ${all[0]}`]);
  return [
    ...first("requests", failedRequests),
    ...first("handshakes", failedHandshakes),
    ...first("new connections", failedVisits),
    ...(lost + doubled + gone === 0 ? [] : [`${lost} entries lost, ${doubled} doubled, ${gone} readers gone`]),
    ...PEERS.filter((peer) => !isBelow(before[peer], CERTIFICATE_DAYS.page)).map(
      (peer) => `nobody is told that the certificate of ${peer} ends`,
    ),
    ...PEERS.filter((peer) => !isAbove(after[peer], CERTIFICATE_DAYS.ticket)).map((peer) => `the certificate of ${peer} is not renewed`),
    ...(control.visits > 0 && control.letIn === 0 ? [] : ["the control, an expired certificate, lets people in: nothing is shown"]),
  ];
}
