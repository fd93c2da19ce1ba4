import { Failed } from "../failed.ts";
import { alertPath, PAGED_WITHIN, RESOLVED_WITHIN, type Outcome } from "./alert-path.ts";

/** Prints how long each message took, and fails where it took too long, where somebody was woken for nothing, or twice for one cause. */
export async function judgeAlertPath(): Promise<void> {
  const outcome = await alertPath((line) => console.log(line));
  console.log(told(outcome));
  const faults = faultsIn(outcome);
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log("alert path: one page by both ways in time, and its end");
}

function told({ paged, resolved, requests, failed, keptBack, told: alerts }: Outcome): string {
  const rows = [
    ["fault to page, webhook", `${paged.webhook.toFixed(1)} s`, `${PAGED_WITHIN} s`],
    ["fault to page, mail", `${paged.mail.toFixed(1)} s`, `${PAGED_WITHIN} s`],
    ["repair to resolved, webhook", `${resolved.webhook.toFixed(1)} s`, `${RESOLVED_WITHIN} s`],
    ["repair to resolved, mail", `${resolved.mail.toFixed(1)} s`, `${RESOLVED_WITHIN} s`],
    ["requests that failed meanwhile", `${failed} of ${requests}`, ""],
    ["told", alerts.join(", "), ""],
    ["kept back", [...new Set(keptBack)].join(", "), ""],
  ];
  return rows.map(([what, seen, most]) => `${what!.padEnd(32)}${seen}${most ? `   (at most ${most})` : ""}`).join("\n");
}

/** What of the outcome is not as it has to be. */
export function faultsIn({ calm, paged, resolved, failed, keptBack, told: alerts }: Outcome): string[] {
  const late = (what: string, seconds: Record<string, number>, most: number) =>
    Object.entries(seconds).flatMap(([way, took]) => (took > most ? `${what} by ${way} after ${took.toFixed(1)} s` : []));
  return [
    ...calm.map(({ alert }) => `${alert} spoke while all was well`),
    ...late("the page came", paged, PAGED_WITHIN),
    ...late("its end came", resolved, RESOLVED_WITHIN),
    ...(failed === 0 ? ["no request failed: the fault was none"] : []),
    ...(keptBack.length === 0 ? ["nothing was kept back"] : []),
    ...alerts.slice(1).map((alert) => `${alert} was told besides`),
  ];
}
