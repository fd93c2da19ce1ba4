import { Failed } from "../failed.ts";
import { acceptedByWapiti } from "../gates/dast/accepted.ts";
import { judge, type Finding } from "../gates/dast/findings.ts";
import { startTarget, type Target } from "../gates/dast/target.ts";
import { scanWithWapiti } from "../gates/dast/wapiti.ts";
import { openWeakServer, WEAKNESSES } from "../gates/dast/weak-server.ts";
import { requireFound } from "../gates/judge.ts";

export const about = "Attacks a real server with Wapiti, as a stranger and as a host: 0 findings, and each planted fault found";
export const usage = "[--planted | --product]";

/** Most seconds for the crawl and for each attack of a scan. */
const PATIENCE = 20;

/** Operations that a scan has to get done at least once. The others need what only an email holds. */
const LEAST_DONE = 35;

export async function run(args: string[]): Promise<void> {
  if (!args.includes("--product")) await findPlanted();
  if (!args.includes("--planted")) await scanProduct();
}

/** A scanner that finds nothing here has looked at nothing. */
async function findPlanted() {
  const weak = await openWeakServer();
  try {
    const found = await scanWithWapiti({ url: weak.url, document: weak.document, patience: PATIENCE });
    requireFound(
      "Wapiti",
      WEAKNESSES,
      found.flatMap(({ kind, where }) => [kind, `${kind}: ${where}`]),
    );
  } finally {
    weak.stop();
  }
}

async function scanProduct() {
  const target = await startTarget();
  try {
    const { url, page, document } = target;
    const asStranger = await scanWithWapiti({ url, start: [page], patience: PATIENCE });
    target.signIn();
    const asHost = await scanWithWapiti({ url, start: [page, `${page}/guests`], document, patience: PATIENCE });
    settle(target, [...asStranger, ...asHost]);
  } finally {
    await target.stop();
  }
}

function settle({ operations, traffic }: Target, findings: Finding[]) {
  const { open, idle } = judge(findings, acceptedByWapiti);
  const unasked = operations.filter((name) => !traffic.operations.has(name));
  const done = operations.filter((name) => [...(traffic.operations.get(name) ?? [])].some((status) => status < 300));
  console.log(`${traffic.requests} requests, ${operations.length} operations, ${done.length} of them done at least once`);
  const faults = [
    ...open.map(({ kind, where, what }) => `found: ${kind}: ${where}: ${what}`),
    ...idle.map(({ kind, where }) => `accepted, but not found any more: ${kind} at ${where.source}`),
    ...traffic.failures.map((one) => `answered: ${one}`),
    ...unasked.map((name) => `never asked: ${name}`),
    ...(done.length < LEAST_DONE ? [`only ${done.length} operations were done: the scan was not signed in, or sent what is refused`] : []),
  ];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log(`Wapiti: 0 findings, ${acceptedByWapiti.length} accepted`);
}
