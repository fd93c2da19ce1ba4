import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";

/** What limits count as one client, and how many times the limit of one it has. */
export interface ClientNetwork {
  key: string;
  share: number;
}

/** Networks that one customer may have whole, a household's and a company's: each counts together, too, with more room. */
const WIDER = [
  { bits: 56, share: 4 },
  { bits: 48, share: 16 },
] as const;

/**
 * The networks that an address counts for, the smallest first: an IPv4 address, or the /64 that one IPv6 household or
 * machine gets at least, and the wider ones around it.
 */
export function clientNetworks(address: string): ClientNetwork[] {
  if (!isIPv6(address)) return [{ key: address, share: 1 }];
  const digits = groupsOf(address).join("");
  const network = (bits: number, share: number) => ({ key: `${digits.slice(0, bits / 4)}/${bits}`, share });
  return [network(64, 1), ...WIDER.map(({ bits, share }) => network(bits, share))];
}

/** The widest network that one customer may have whole: whoever has one has it with all its addresses. */
export function widestNetwork(address: string): string {
  return clientNetworks(address).at(-1)!.key;
}

/**
 * The address that a request comes from: behind as many proxies as are trusted, the one that the first of them saw.
 * What is no address (some proxies say `unknown`) counts as whoever is connected to us.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustedHops: number): string {
  const peer = bareAddress(socket.remoteAddress ?? "") ?? "unknown";
  if (trustedHops === 0) return peer;
  const told = String(headers["x-forwarded-for"] ?? "").split(",");
  const first = told[Math.max(0, told.length - trustedHops)] ?? "";
  return bareAddress(first) ?? peer;
}

/** An address without what gateways put around it: ports, brackets, quotes, zones, and IPv6 around IPv4. Null: it is none. */
export function bareAddress(text: string): string | null {
  if (isIPv4(text)) return text;
  const plain = text.trim().replace(/^"(.*)"$/, "$1");
  const alone = /^\[(.*)\](?::\d*)?$/.exec(plain)?.[1] ?? /^([\d.]+):\d*$/.exec(plain)?.[1] ?? plain;
  const address = alone.split("%")[0]!;
  if (isIPv4(address)) return address;
  return isIPv6(address) ? (mappedIPv4(address) ?? address.toLowerCase()) : null;
}

/** `::ffff:192.0.2.1`, however it is written (RFC 4291, 2.5.5.2), and what translators make of IPv4 (RFC 6052, 2.1). */
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
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().padStart(4, "0"));
}

/** An IPv4 address at the end, as the two groups that it stands for. */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a, b, c, d] = bytes.map((byte) => Number(byte).toString(16).padStart(2, "0"));
    return `${a}${b}:${c}${d}`;
  });
}
