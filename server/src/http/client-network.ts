import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";

/** A network that counts as one client, and the factor by which its limit is multiplied. */
export interface ClientNetwork {
  key: string;
  share: number;
}

/** Networks that providers assign to one customer (household, company): each is counted as a whole too, with a higher limit. */
const WIDER = [
  { bits: 56, share: 4 },
  { bits: 48, share: 16 },
] as const;

/**
 * The networks by which an address is counted, smallest first: an IPv4 address itself; of IPv6 the /64, the smallest
 * network that is assigned, and the wider ones around it.
 */
export function clientNetworks(address: string): ClientNetwork[] {
  if (!isIPv6(address)) return [{ key: address, share: 1 }];
  const digits = groupsOf(address).join("");
  const network = (bits: number, share: number) => ({ key: `${digits.slice(0, bits / 4)}/${bits}`, share });
  return [network(64, 1), ...WIDER.map(({ bits, share }) => network(bits, share))];
}

/** The widest network that one customer may own, all of whose addresses they can use. */
export function widestNetwork(address: string): string {
  return clientNetworks(address).at(-1)!.key;
}

/**
 * The client's address: behind `trustedHops` proxies, the one that the outermost of them saw. If that is no address
 * (some proxies send `unknown`), the peer's.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedHops: number): string {
  // Asked of the system, at some cost, only where it is needed.
  const peer = () => bareAddress(socket.remoteAddress ?? "") ?? "unknown";
  if (trustedHops === 0) return peer();
  const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
  const first = forwarded[Math.max(0, forwarded.length - trustedHops)] ?? "";
  return bareAddress(first) ?? peer();
}

/** An address without port, brackets, quotes and zone, and without the IPv6 form of IPv4. Null if it is none. */
export function bareAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  const plain = text.trim().replace(/^"(.*)"$/, "$1");
  const alone = /^\[(.*)\](?::\d*)?$/.exec(plain)?.[1] ?? /^([\d.]+):\d*$/.exec(plain)?.[1] ?? plain;
  const address = alone.split("%")[0]!;
  if (isIPv4(address)) return address;
  return isIPv6(address) ? (mappedIPv4(address) ?? address.toLowerCase()) : null;
}

/** IPv4 in IPv6: `::ffff:192.0.2.1` in any notation (RFC 4291, 2.5.5.2), and translators' prefix (RFC 6052, 2.1). */
const AROUND_IPV4 = ["00000000000000000000ffff", "0064ff9b0000000000000000"];

function mappedIPv4(address: string): string | null {
  const digits = groupsOf(address).join("");
  if (!AROUND_IPV4.some((prefix) => digits.startsWith(prefix))) return null;
  return digits
    .slice(24)
    .match(/../g)!
    .map((byte) => Number.parseInt(byte, 16))
    .join(".");
}

/** The eight groups of an IPv6 address, four digits each. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = withoutDots(address).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().padStart(4, "0"));
}

/** An IPv4 suffix as two IPv6 groups. */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map((byte) => Number(byte).toString(16).padStart(2, "0"));
    return `${a}${b}:${c}${d}`;
  });
}
