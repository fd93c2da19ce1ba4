import { createPublicKey } from "node:crypto";
import { domainToASCII } from "node:url";
import { MIN_DKIM_BITS } from "../dkim.ts";
import { NoAnswer, type Lookups } from "./look-up.ts";
import { spfOf, spfRecords } from "./spf.ts";

/** What is asked about a sending instance. */
export interface Sending {
  /** The address in From. */
  from: string;
  /** The address that return paths are made of. Null: it is From's. */
  inbound: string | null;
  /** Where our mail leaves to the world: addresses or host names. Empty: nobody has said. */
  servers: string[];
  /** The names of keys that the mail server signs with (DKIM). */
  selectors: string[];
  /** What we sign with ourselves. `publicKey` is SPKI in base64, as the record has it. Null: nothing. */
  signing: { domain: string; selector: string; publicKey: string } | null;
}

/** `unknown`: DNS did not answer, or nobody has said what to look for. */
export type Verdict = "good" | "missing" | "wrong" | "unknown";

export interface Finding {
  about: "MX" | "SPF" | "DKIM" | "DMARC" | "reverse name";
  name: string;
  verdict: Verdict;
  says: string;
  /** A record to add to DNS, as it stands in a zone. */
  add?: string;
}

/** Whether the domains that our emails come from are set up so that others take them, and what to add where they are not. */
export async function checkDeliverability(lookups: Lookups, sending: Sending): Promise<Finding[]> {
  const from = domainOf(sending.from);
  const returns = sending.inbound === null ? from : domainOf(sending.inbound);
  const servers = await serverAddresses(lookups, sending.servers);
  const domains = [...new Set([from, returns])];
  const checks: [Finding["about"], string, () => Promise<Omit<Finding, "about" | "name">>][] = [
    ...domains.map((domain) => ["MX", domain, () => checkMx(lookups, domain)] as (typeof checks)[number]),
    ...domains.map((domain) => ["SPF", domain, () => checkSpf(lookups, domain, servers)] as (typeof checks)[number]),
    ...dkimChecks(lookups, from, sending),
    ["DMARC", `_dmarc.${from}`, () => checkDmarc(lookups, from, returns)],
    ...reverseChecks(lookups, servers),
  ];
  return Promise.all(
    checks.map(async ([about, name, check]) => {
      try {
        return { about, name, ...(await check()) };
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        return {
          about,
          name,
          verdict: "unknown" as const,
          says: `DNS did not answer (${error.message}), so nobody knows: try again, or name another server with --dns`,
        };
      }
    }),
  );
}

const domainOf = (address: string) => domainToASCII(address.slice(address.lastIndexOf("@") + 1)).toLowerCase();

/** Null: DNS did not answer. */
async function serverAddresses(lookups: Lookups, servers: string[]): Promise<string[] | null> {
  const found = servers.map(async (server) => (/^[\d.]+$|:/.test(server) ? [server] : lookups.addresses(server)));
  return Promise.all(found).then(
    (all) => all.flat(),
    (error: unknown) => {
      if (error instanceof NoAnswer) return null;
      throw error;
    },
  );
}

async function checkMx(lookups: Lookups, domain: string) {
  const exchanges = await lookups.exchanges(domain);
  const add = `${domain}. IN MX 10 <your mail server>.`;
  if (exchanges.length === 0) return { verdict: "missing" as const, says: "no mail server takes replies and reports for this domain", add };
  if (exchanges.every((one) => one === "" || one === "."))
    return {
      verdict: "wrong" as const,
      says: "the record says that the domain takes no mail at all, and many refuse mail from such a domain",
      add,
    };
  const reached = await Promise.all(exchanges.map((one) => lookups.addresses(one)));
  const lost = exchanges.filter((_one, index) => reached[index]!.length === 0);
  if (lost.length > 0) return { verdict: "wrong" as const, says: `${lost.join(", ")} has no address` };
  return { verdict: "good" as const, says: exchanges.join(", ") };
}

async function checkSpf(lookups: Lookups, domain: string, servers: string[] | null) {
  const records = spfRecords(await lookups.texts(domain));
  const named = (servers ?? []).map((one) => `${one.includes(":") ? "ip6" : "ip4"}:${one}`);
  const add = `${domain}. IN TXT "v=spf1 ${[...named, named.length === 0 ? "<ip4: or include: of your mail server>" : ""].join(" ").trim()} -all"`;
  const [record] = records;
  if (!record) return { verdict: "missing" as const, says: "nothing says which servers may send for this domain", add };
  if (records.length > 1)
    return { verdict: "wrong" as const, says: `there are ${records.length} records, and readers take none then: make one of them` };
  if (/(?:^|\s)\+?all(?:\s|$)/i.test(record))
    return { verdict: "wrong" as const, says: "it lets everybody send for this domain: end it with -all", add };
  if (servers === null) throw new NoAnswer("of the mail server's name");
  if (servers.length === 0)
    return { verdict: "unknown" as const, says: `"${record}": name the server that your mail leaves from with --server` };
  for (const server of servers) {
    const result = await spfOf(lookups, domain, record, server);
    if (result === "permerror")
      return { verdict: "wrong" as const, says: `"${record}" costs more than ten questions, or leads nowhere: readers take it as none` };
    if (result === "unsure") return { verdict: "unknown" as const, says: `"${record}" leads to what cannot be judged here` };
    if (result !== "pass") {
      const term = `${server.includes(":") ? "ip6" : "ip4"}:${server}`;
      const grown = record.replace(/^v=spf1/i, `v=spf1 ${term}`);
      return {
        verdict: "wrong" as const,
        says: `"${record}" does not let ${server} send (${result})`,
        add: `${domain}. IN TXT "${grown}"`,
      };
    }
  }
  return { verdict: "good" as const, says: `"${record}"` };
}

type Check = [Finding["about"], string, () => Promise<Omit<Finding, "about" | "name">>];

function dkimChecks(lookups: Lookups, domain: string, { selectors, signing }: Sending): Check[] {
  const own = signing && `${signing.selector}._domainkey.${signing.domain}`;
  const checks = selectors.map((selector): Check => {
    const name = `${selector}._domainkey.${domain}`;
    return ["DKIM", name, () => checkDkim(lookups, name, null)];
  });
  if (own) checks.unshift(["DKIM", own, () => checkDkim(lookups, own, signing.publicKey)]);
  if (checks.length > 0) return checks;
  const says = "nothing says who signs: set DKIM_SELECTOR and DKIM_KEY or, where your mail server signs, name its selector with --selector";
  return [["DKIM", `<selector>._domainkey.${domain}`, async () => ({ verdict: "unknown", says })]];
}

/** `ours`: the public key of what we sign with. */
async function checkDkim(lookups: Lookups, name: string, ours: string | null): Promise<Omit<Finding, "about" | "name">> {
  const record = (await lookups.texts(name)).find((text) => /(?:^|;)\s*p=/.test(text));
  const add = `${name}. IN TXT "v=DKIM1; k=rsa; p=${ours ?? "<the public key that your mail server shows>"}"`;
  if (record === undefined) return { verdict: "missing", says: "the public key of what signs your email is not there", add };
  const key = /(?:^|;)\s*p=([^;]*)/.exec(record)![1]!.replaceAll(/\s/g, "");
  if (key === "") return { verdict: "wrong", says: "the key was revoked: it is empty", add };
  if (ours !== null && key !== ours) return { verdict: "wrong", says: "it is another key than that of DKIM_KEY", add };
  if (/(?:^|;)\s*k=ed25519/.test(record)) return { verdict: "good", says: "an Ed25519 key" };
  const bits = bitsOf(key);
  if (bits < MIN_DKIM_BITS) return { verdict: "wrong", says: `no RSA key of at least ${MIN_DKIM_BITS} bits`, add };
  return { verdict: "good", says: `an RSA key of ${bits} bits` };
}

function bitsOf(key: string): number {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return asymmetricKeyDetails?.modulusLength ?? 0;
  } catch {
    return 0;
  }
}

async function checkDmarc(lookups: Lookups, from: string, returns: string): Promise<Omit<Finding, "about" | "name">> {
  const found = await dmarcRecords(lookups, from);
  const [record] = found;
  const add = `_dmarc.${from}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@${from}"`;
  if (record === undefined)
    return { verdict: "missing", says: "Google and Yahoo ask for it from whoever sends more than a few emails", add };
  if (found.length > 1)
    return { verdict: "wrong", says: `there are ${found.length} records, and readers take none then: make one of them` };
  if (!/;\s*p=(?:none|quarantine|reject)\s*(?:;|$)/i.test(record)) return { verdict: "wrong", says: `"${record}" has no policy p=`, add };
  const isAside = returns !== from && !isBelow(returns, from) && !isBelow(from, returns);
  return { verdict: "good", says: `"${record}"${isAside ? `; reports return to ${returns}, so DKIM alone can pass for ${from}` : ""}` };
}

/** The domain's own, or that of one above it. Two labels are the least that somebody can own. */
async function dmarcRecords(lookups: Lookups, domain: string): Promise<string[]> {
  const records = (await lookups.texts(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1(?:\s*;|$)/i.test(text));
  const above = domain.slice(domain.indexOf(".") + 1);
  return records.length > 0 || !above.includes(".") ? records : dmarcRecords(lookups, above);
}

const isBelow = (one: string, other: string) => one.endsWith(`.${other}`);

function reverseChecks(lookups: Lookups, servers: string[] | null): Check[] {
  const without =
    servers === null ? "DNS did not answer for the mail server's name" : "name the server that your mail leaves from with --server";
  if (!servers || servers.length === 0)
    return [["reverse name", "<your mail server>", async () => ({ verdict: "unknown", says: without })]];
  return servers.map((server) => ["reverse name", server, () => checkReverse(lookups, server)]);
}

async function checkReverse(lookups: Lookups, server: string): Promise<Omit<Finding, "about" | "name">> {
  const names = await lookups.namesOf(server);
  if (names.length === 0)
    return {
      verdict: "missing",
      says: `whoever gave you ${server} can set it: many servers take no mail from an address without a name`,
      add: `${server} → the name that your mail server greets with`,
    };
  const back = await Promise.all(names.map((name) => lookups.addresses(name)));
  const confirmed = names.find((_name, index) => back[index]!.includes(server));
  if (confirmed) return { verdict: "good", says: confirmed };
  return {
    verdict: "wrong",
    says: `${names.join(", ")} does not lead back to ${server}`,
    add: `${names[0]}. IN ${server.includes(":") ? "AAAA" : "A"} ${server}`,
  };
}

const marks: Record<Verdict, string> = { good: "✓", missing: "✗", wrong: "✗", unknown: "?" };

/** Lines for the operator, with what to add. */
export function deliverabilityLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ about, name, verdict, says, add }) => [
    `${marks[verdict]} ${about} ${name}: ${verdict === "missing" ? "missing; " : ""}${says}`,
    ...(add ? [`    add: ${add}`] : []),
  ]);
}
