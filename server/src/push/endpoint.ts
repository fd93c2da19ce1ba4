import { lookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, isIPv4, type LookupFunction } from "node:net";

/** Most characters of an endpoint's address. */
export const MAX_ENDPOINT = 1_000;

/** Where push services may be. `ownMachine`: also on this machine at any port, for tests. */
export type PushReach = "public" | "ownMachine";

/**
 * Whether a browser's push service may be at this address. Browsers name it to us, and we send there: so https at its own port, to a
 * name. Where that name leads is checked with each connection.
 */
export function isPushEndpoint(text: string, reach: PushReach = "public"): boolean {
  const url = URL.parse(text);
  if (!url || text.length > MAX_ENDPOINT || url.protocol !== "https:") return false;
  if (url.username !== "" || url.password !== "" || url.hash !== "") return false;
  if (reach === "ownMachine" && url.hostname === "localhost") return true;
  return url.port === "" && /^[a-z\d-]+(\.[a-z\d-]+)*\.[a-z][a-z\d-]*$/.test(url.hostname) && isIP(url.hostname) === 0;
}

/** IANA's special-purpose blocks of IPv4: nothing in them is a server of the public internet. */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  notPublic.addSubnet(network, prefix, "ipv4");

/** Of IPv6, all is special-purpose but 2000::/3, and in that these. */
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  notPublic.addSubnet(network, prefix, "ipv6");
/** Networks without IPv4 reach it by these addresses, of which the last four bytes are the IPv4 address (RFC 6052). */
const translated = new BlockList();
translated.addSubnet("64:ff9b::", 96, "ipv6");

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, "ipv4");
  if (isIP(address) !== 6 || address.includes("%")) return false;
  if (translated.check(address, "ipv6")) return isPublicAddress(lastFourBytes(address));
  return global.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

function lastFourBytes(address: string): string {
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(":");
  const [high, low] = groups.slice(-2).map((group) => Number.parseInt(group || "0", 16));
  return [high! >> 8, high! & 255, low! >> 8, low! & 255].join(".");
}

/** A name of a push service leads into a network of our own. */
export class NotPublic extends Error {
  override name = "NotPublic";
}

/** Looks up all addresses of a name. */
export type Resolve = (name: string, done: (error: Error | null, found: LookupAddress[]) => void) => void;
const resolveName: Resolve = (name, done) => lookup(name, { all: true }, done);

/** Looks up names for connections, which go to the very addresses that were checked: no second look-up can answer differently. */
export function publicLookup(reach: PushReach = "public", resolve = resolveName): LookupFunction {
  const isAllowed = (address: string) => isPublicAddress(address) || (reach === "ownMachine" && isOwn(address));
  return (name, options, done) =>
    resolve(name, (error, found) => {
      if (error) return done(error, "", 0);
      if (found.length === 0 || !found.every(({ address }) => isAllowed(address)))
        return done(new NotPublic("the push service is not on the public internet"), "", 0);
      if (options.all) return done(null, found);
      return done(null, found[0]!.address, found[0]!.family);
    });
}

const isOwn = (address: string) => address === "::1" || address.startsWith("127.");
