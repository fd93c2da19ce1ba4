import { createPublicKey } from "node:crypto";
import { isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { verdicts, type Finding, type FindingCode } from "@turnout/contract/deliverability";
import { MIN_DKIM_BITS } from "../dkim-key.ts";
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

type Found = Pick<Finding, "code" | "facts" | "add">;
type Check = [about: Finding["about"], name: string | null, check: () => Promise<Found>];

const found = (code: FindingCode, facts: Finding["facts"] = {}, add: string | null = null): Found => ({ code, facts, add });

/** Whether the domains that our emails come from are set up so that others take them, and what to add where they are not. */
export async function checkDeliverability(lookups: Lookups, sending: Sending): Promise<Finding[]> {
  const from = domainOf(sending.from);
  const returns = sending.inbound === null ? from : domainOf(sending.inbound);
  const servers = serverAddresses(lookups, sending.servers); // asked at the same time as the rest: a silent DNS server costs seconds
  const domains = [...new Set([from, returns])];
  const checks: Check[] = [
    ...domains.map((domain): Check => ["MX", domain, () => checkMx(lookups, domain)]),
    ...domains.map((domain): Check => ["SPF", domain, () => checkSpf(lookups, domain, servers)]),
    ...dkimChecks(lookups, from, sending),
    ["DMARC", `_dmarc.${from}`, () => checkDmarc(lookups, from, returns)],
  ];
  const [findings, reverse] = await Promise.all([
    Promise.all(checks.map(findingOf)),
    servers.then((known) => Promise.all(reverseChecks(lookups, known).map(findingOf))),
  ]);
  return [...findings, ...reverse];
}

async function findingOf([about, name, check]: Check): Promise<Finding> {
  const { code, facts, add } = await check().catch((error: unknown) => {
    if (error instanceof NoAnswer) return found("no_answer", { error: error.message });
    throw error;
  });
  return { about, name, code, verdict: verdicts[code], facts, add };
}

const domainOf = (address: string) => domainToASCII(address.slice(address.lastIndexOf("@") + 1)).toLowerCase();

interface Server {
  address: string;
  /** Null: it was named by its address. */
  host: string | null;
}

/** Null: DNS did not answer. */
async function serverAddresses(lookups: Lookups, servers: string[]): Promise<Server[] | null> {
  const addressesOf = async (server: string): Promise<Server[]> => {
    if (/^[\d.]+$|:/.test(server)) return [{ address: server, host: null }];
    return (await lookups.addresses(server)).map((address) => ({ address, host: server }));
  };
  return Promise.all(servers.map(addressesOf)).then(
    (all) => all.flat(),
    (error: unknown) => {
      if (error instanceof NoAnswer) return null;
      throw error;
    },
  );
}

async function checkMx(lookups: Lookups, domain: string): Promise<Found> {
  const exchanges = await lookups.exchanges(domain);
  const add = `${domain}. IN MX 10 <mail-server>.`;
  if (exchanges.length === 0) return found("mx_missing", {}, add);
  if (exchanges.every((one) => one === "" || one === ".")) return found("mx_refuses_mail", {}, add);
  const reached = await Promise.all(exchanges.map((one) => lookups.addresses(one)));
  const lost = exchanges.filter((_one, index) => reached[index]!.length === 0);
  if (lost.length > 0) return found("mx_without_address", { servers: lost.join(", ") });
  return found("mx_good", { servers: exchanges.join(", ") });
}

const spfTerm = (address: string) => `${isIPv6(address) ? "ip6" : "ip4"}:${address}`;

async function checkSpf(lookups: Lookups, domain: string, asked: Promise<Server[] | null>): Promise<Found> {
  const [texts, servers] = await Promise.all([lookups.texts(domain), asked]);
  const records = spfRecords(texts);
  const named = (servers ?? []).map(({ address }) => spfTerm(address));
  const add = `${domain}. IN TXT "v=spf1 ${named.length > 0 ? named.join(" ") : "ip4:<address>"} -all"`;
  const [record] = records;
  if (!record) return found("spf_missing", {}, add);
  if (records.length > 1) return found("spf_several", { count: records.length });
  if (/(?:^|\s)\+?all(?:\s|$)/i.test(record)) return found("spf_lets_everybody", { record }, add);
  if (servers === null) return found("no_answer_for_server");
  if (servers.length === 0) return found("spf_server_unsaid", { record });
  for (const { address: server } of servers) {
    const result = await spfOf(lookups, domain, record, server);
    if (result === "permerror") return found("spf_without_end", { record });
    if (result === "unsure") return found("spf_cannot_be_judged", { record });
    if (result !== "pass") {
      const grown = record.replace(/^v=spf1/i, `v=spf1 ${spfTerm(server)}`);
      return found("spf_refuses_server", { record, server, result }, `${domain}. IN TXT "${grown}"`);
    }
  }
  return found("spf_good", { record });
}

function dkimChecks(lookups: Lookups, domain: string, { selectors, signing }: Sending): Check[] {
  const own = signing && `${signing.selector}._domainkey.${signing.domain}`;
  const checks = selectors.map((selector): Check => {
    const name = `${selector}._domainkey.${domain}`;
    return ["DKIM", name, () => checkDkim(lookups, name, null)];
  });
  if (own) checks.unshift(["DKIM", own, () => checkDkim(lookups, own, signing.publicKey)]);
  return checks.length > 0 ? checks : [["DKIM", null, async () => found("dkim_unsaid")]];
}

/** `ours`: the public key of what we sign with. */
async function checkDkim(lookups: Lookups, name: string, ours: string | null): Promise<Found> {
  const record = (await lookups.texts(name)).find((text) => /(?:^|;)\s*p=/.test(text));
  const add = `${name}. IN TXT "v=DKIM1; k=rsa; p=${ours ?? "<public-key>"}"`;
  if (record === undefined) return found("dkim_missing", {}, add);
  const key = /(?:^|;)\s*p=([^;]*)/.exec(record)![1]!.replaceAll(/\s/g, "");
  if (key === "") return found("dkim_revoked", {}, add);
  if (ours !== null && key !== ours) return found("dkim_other_key", {}, add);
  if (/(?:^|;)\s*k=ed25519/.test(record)) return found("dkim_good_ed25519");
  const bits = bitsOf(key);
  return bits < MIN_DKIM_BITS ? found("dkim_weak", { least: MIN_DKIM_BITS }, add) : found("dkim_good", { bits });
}

function bitsOf(key: string): number {
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return asymmetricKeyDetails?.modulusLength ?? 0;
  } catch {
    return 0;
  }
}

async function checkDmarc(lookups: Lookups, from: string, returns: string): Promise<Found> {
  const records = await dmarcRecords(lookups, from);
  const [record] = records;
  const add = `_dmarc.${from}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@${from}"`;
  if (record === undefined) return found("dmarc_missing", {}, add);
  if (records.length > 1) return found("dmarc_several", { count: records.length });
  if (!/;\s*p=(?:none|quarantine|reject)\s*(?:;|$)/i.test(record)) return found("dmarc_without_policy", { record }, add);
  const isAside = returns !== from && !isBelow(returns, from) && !isBelow(from, returns);
  return isAside ? found("dmarc_good_by_dkim_alone", { record, returns, from }) : found("dmarc_good", { record });
}

/** The domain's own, or that of one above it. Two labels are the least that somebody can own. */
async function dmarcRecords(lookups: Lookups, domain: string): Promise<string[]> {
  const records = (await lookups.texts(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1(?:\s*;|$)/i.test(text));
  const above = domain.slice(domain.indexOf(".") + 1);
  return records.length > 0 || !above.includes(".") ? records : dmarcRecords(lookups, above);
}

const isBelow = (one: string, other: string) => one.endsWith(`.${other}`);

function reverseChecks(lookups: Lookups, servers: Server[] | null): Check[] {
  if (servers === null) return [["PTR", null, async () => found("no_answer_for_server")]];
  if (servers.length === 0) return [["PTR", null, async () => found("reverse_server_unsaid")]];
  return servers.map((server) => ["PTR", server.address, () => checkReverse(lookups, server)]);
}

async function checkReverse(lookups: Lookups, { address, host }: Server): Promise<Found> {
  const names = await lookups.namesOf(address);
  if (names.length === 0)
    return found("reverse_missing", { server: address }, `${reverseName(address)}. IN PTR ${host ?? "<mail-server>"}.`);
  const back = await Promise.all(names.map((name) => lookups.addresses(name)));
  const confirmed = names.find((_name, index) => back[index]!.includes(address));
  if (confirmed) return found("reverse_good", { host: confirmed });
  const add = `${names[0]}. IN ${isIPv6(address) ? "AAAA" : "A"} ${address}`;
  return found("reverse_leads_elsewhere", { hosts: names.join(", "), server: address }, add);
}

/** Under which an address has its name (RFC 1035, 3.5; RFC 3596, 2.5). */
function reverseName(address: string): string {
  if (!isIPv6(address)) return `${address.split(".").toReversed().join(".")}.in-addr.arpa`;
  const [head = "", tail] = address.split("%")[0]!.split("::");
  const groups = (part: string) => part.split(":").filter(Boolean);
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  const digits = all.map((group) => group.padStart(4, "0")).join("");
  return `${[...digits].toReversed().join(".")}.ip6.arpa`;
}
