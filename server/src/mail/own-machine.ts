import type { IncomingMessage } from "node:http";
import { bareAddress } from "../http/client-network.ts";

/** Headers that proxies add, of which each adds at least one. */
const PASSED_ON = /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|x-original-.+|true-client-ip|cf-.+)$/;

/** Whether a request comes directly from this machine, without a proxy, to the port of the public URL. */
export function isFromOwnMachine({ headers, socket }: IncomingMessage, publicUrl: string): boolean {
  const peer = bareAddress(socket.remoteAddress ?? "") ?? "";
  const isLoopback = peer === "::1" || peer.startsWith("127.");
  const port = URL.parse(`http://${headers.host ?? ""}`)?.port ?? null;
  return isLoopback && port === new URL(publicUrl).port && !Object.keys(headers).some((name) => PASSED_ON.test(name));
}
