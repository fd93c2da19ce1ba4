import type { IncomingMessage } from "node:http";
import { bareAddress } from "../http/client-network.ts";

/** What proxies add to a request that they pass on, of which each adds at least one. */
const PASSED_ON = /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-original-.+|true-client-ip|cf-.+)$/;

/** Whether a request comes from a program on this machine, to the very port that links name, and nobody passed it on. */
export function isFromOwnMachine({ headers, socket }: IncomingMessage, publicUrl: string): boolean {
  const peer = bareAddress(socket.remoteAddress ?? "") ?? "";
  const isLoopback = peer === "::1" || peer.startsWith("127.");
  const port = URL.parse(`http://${headers.host ?? ""}`)?.port ?? null;
  return isLoopback && port === new URL(publicUrl).port && !Object.keys(headers).some((name) => PASSED_ON.test(name));
}
