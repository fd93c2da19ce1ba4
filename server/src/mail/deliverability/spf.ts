import { BlockList, isIPv4 } from "node:net";
import type { Lookups } from "./look-up.ts";

/** What SPF says of mail from an address (RFC 7208, 2.6). `unsure`: it depends on the sender or the recipient, or has no end. */
export type SpfResult = "pass" | "fail" | "softfail" | "neutral" | "permerror" | "unsure";

/** Most questions that one record may cost its readers (RFC 7208, 4.6.4). */
const MAX_LOOKUPS = 10;

const results = { "+": "pass", "-": "fail", "~": "softfail", "?": "neutral" } as const;

/** The SPF records among a domain's texts. Readers take none where there are two. */
export const spfRecords = (texts: readonly string[]): string[] => texts.filter((text) => /^v=spf1(?: |$)/i.test(text));

/** Whether a domain's record lets mail come from an address. The record itself has been read. */
export async function spfOf(lookups: Lookups, domain: string, record: string, address: string): Promise<SpfResult> {
  let left = MAX_LOOKUPS;
  const spend = () => {
    left -= 1;
    if (left < 0) throw new TooMany();
  };

  async function evaluate(of: string, text: string): Promise<SpfResult> {
    const terms = text.trim().split(/\s+/).slice(1);
    for (const term of terms) {
      if (/^[a-z][\w.-]*=/i.test(term)) continue;
      if (term.includes("%")) return "unsure";
      const sign = /^[-+~?]/.exec(term)?.[0] ?? "";
      const mechanism = term.slice(sign.length);
      const [name = ""] = /^[a-z\d]*/i.exec(mechanism) ?? [];
      if (await matches(name.toLowerCase(), mechanism.slice(name.length), of)) return results[(sign || "+") as keyof typeof results];
    }
    const redirect = terms.find((term) => /^redirect=/i.test(term))?.slice("redirect=".length);
    if (!redirect) return "neutral";
    spend();
    const [next] = spfRecords(await lookups.texts(redirect));
    return next ? evaluate(redirect, next) : "permerror";
  }

  /** `rest` is what follows the name, with its `:` or `/`. */
  async function matches(name: string, rest: string, of: string): Promise<boolean> {
    const value = rest.replace(/^[:/]/, "");
    if (name === "all") return true;
    if (name === "ip4" || name === "ip6") return isWithin(address, value);
    if (name === "include") {
      spend();
      const [included] = spfRecords(await lookups.texts(value));
      if (!included) throw new Broken();
      const result = await evaluate(value, included);
      if (result === "unsure" || result === "permerror") throw new Broken();
      return result === "pass";
    }
    if (name !== "a" && name !== "mx") throw new Broken();
    spend();
    const [, host = of, v4 = "32", v6 = "128"] = /^(?::([^/]+))?(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? [];
    const hosts = name === "a" ? [host || of] : (await lookups.exchanges(host || of)).slice(0, MAX_LOOKUPS);
    const found = (await Promise.all(hosts.map((one) => lookups.addresses(one)))).flat();
    return found.some((one) => isWithin(address, `${one}/${isIPv4(one) ? v4 : v6}`));
  }

  try {
    return await evaluate(domain, record);
  } catch (error) {
    if (error instanceof TooMany) return "permerror";
    if (error instanceof Broken) return "unsure";
    throw error;
  }
}

class TooMany extends Error {}
class Broken extends Error {}

function isWithin(address: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  const family = isIPv4(base) ? "ipv4" : "ipv6";
  if (isIPv4(address) !== isIPv4(base)) return false;
  const list = new BlockList();
  try {
    list.addSubnet(base, Number(bits ?? (family === "ipv4" ? 32 : 128)), family);
  } catch {
    return false; // no network, whatever stands there
  }
  return list.check(address, family);
}
