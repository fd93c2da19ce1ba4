import { Resolver } from "node:dns/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Most signatures of one mail that are looked at: each takes a question to the DNS. */
export const MAX_SIGNATURES = 5;
/** How long a server of the DNS may take, and all of a mail's questions together (ms). */
const ANSWER_WITHIN = 2_000;
const CHECK_WITHIN = 6_000;

/** Asks the DNS. */
export type LookUp = (name: string, type: string) => Promise<string[] | string[][] | object[]>;

const fromDns: LookUp = (name, type) => new Resolver({ timeout: ANSWER_WITHIN, tries: 2 }).resolve(name, type) as ReturnType<LookUp>;

/**
 * Whether the domain of From, or another of the same organization, has signed the whole mail (DKIM, RFC 6376; DMARC's relaxed
 * alignment). False where that cannot be found out in time. Never throws.
 */
export async function isSigned(raw: Buffer, lookUp: LookUp = fromDns): Promise<boolean> {
  const ending = new AbortController();
  const late = sleep(CHECK_WITHIN, false, { ref: false, signal: ending.signal }).catch(() => false);
  try {
    return await Promise.race([check(raw, lookUp), late]);
  } catch {
    return false; // whatever somebody has sent
  } finally {
    ending.abort();
  }
}

async function check(raw: Buffer, lookUp: LookUp): Promise<boolean> {
  const { dkimVerify } = await import("mailauth/lib/dkim/verify.js"); // most installations have a server that says it
  let asked = 0;
  const resolver: LookUp = async (name, type) => {
    if (++asked > MAX_SIGNATURES) throw Object.assign(new Error("too many signatures"), { code: "ENOTFOUND" });
    return lookUp(name, type);
  };
  const { results, fromFields } = await dkimVerify(raw, { resolver: resolver as never, strict: true, minBitLength: 1_024 } as never);
  return fromFields === 1 && results.some(isOfSender);
}

interface Signature {
  status: { result: string; aligned?: string | false; testing?: boolean; underSized?: number };
}

/** A domain that only tries DKIM out signs nothing (3.6.1), and what stands behind the signed part may be anybody's. */
function isOfSender({ status }: Signature): boolean {
  return status.result === "pass" && Boolean(status.aligned) && !status.testing && !status.underSized;
}
