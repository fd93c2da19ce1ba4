import { Failed } from "../failed.ts";
import { judge, type Finding } from "../gates/dast/findings.ts";
import { startTarget, type Target } from "../gates/dast/target.ts";
import { openWeakServer } from "../gates/dast/weak-server.ts";
import { requireFound } from "../gates/judge.ts";
import { scanWithZap } from "../gates/dast/zap.ts";

export const about =
  "Scans a real server with OWASP ZAP in its container, as a stranger and as a host: 0 findings, each planted fault found";
export const usage = "[--planted | --product]";

export async function run(args: string[]): Promise<void> {
  if (!args.includes("--product")) await findPlanted();
  if (!args.includes("--planted")) await scanProduct();
}

/** The faults of the weak server, by ZAP's numbers. It has none for an answer of 500, which the scan below counts itself. */
const PLANTED: Record<string, string> = {
  "6": "path traversal",
  "10010": "cookie without HttpOnly",
  "10020": "no protection against framing",
  "10021": "no protection against sniffing",
  "10038": "no content security policy",
  "20019": "open redirect",
  "40012": "reflected script",
  "40018": "SQL injection",
};

async function findPlanted() {
  const weak = await openWeakServer();
  try {
    const found = await scanWithZap({ url: weak.url, start: [weak.url], attacks: true });
    requireFound(
      "ZAP",
      Object.values(PLANTED),
      found.map(({ kind }) => PLANTED[kind] ?? kind),
    );
  } finally {
    weak.stop();
  }
}

/** As a stranger it only looks, which is what ZAP calls a baseline; as a host it attacks every operation of the API. */
async function scanProduct() {
  const target = await startTarget();
  try {
    const { url, page, document } = target;
    const asStranger = await scanWithZap({ url, start: [url, page], attacks: false });
    target.signIn();
    const asHost = await scanWithZap({ url, start: [page, `${page}/guests`], document, attacks: true });
    settle(target, [...asStranger, ...asHost]);
  } finally {
    await target.stop();
  }
}

function settle({ operations, traffic }: Target, findings: Finding[]) {
  const { open } = judge(findings, []);
  const faults = [
    ...open.map(({ kind, where, what }) => `found: ${kind}: ${where}: ${what}`),
    ...traffic.failures.map((one) => `answered: ${one}`),
    ...operations.filter((name) => !traffic.operations.has(name)).map((name) => `never asked: ${name}`),
  ];
  if (faults.length > 0) throw new Failed(faults.join("\n"));
  console.log(`ZAP: 0 findings in ${traffic.requests} requests to ${operations.length} operations`);
}
