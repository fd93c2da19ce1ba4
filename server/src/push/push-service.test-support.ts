import { createECDH, createPublicKey, randomBytes, verify, type ECDH } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { decrypt } from "http_ece";
import { makeAuthority } from "../testing/certificate-authority.ts";
import { afterFile } from "../testing/after-file.ts";
import { trust } from "../tls/trusted-certificates.ts";

/** What the push service does with a message. */
export type PushBehaviour =
  | "takes"
  | "takes without a body"
  | "drips for ever"
  | "hangs"
  | "cuts"
  | "cuts the answer"
  | { status: number; headers?: Record<string, string>; body?: string };

export interface Pushed {
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** By the JWT's own words, if its signature is that of the key beside it. */
  claims: { aud: string; exp: number; sub: string } | null;
  key: string;
  /** The service's end of the connection that it came over. */
  socket: Socket;
}

/** A browser's half of a subscription. */
export interface TestBrowser {
  endpoint: string;
  p256dh: string;
  auth: string;
  /** What a message says, by an implementation of RFC 8188 that is not ours. */
  read(message: Buffer): string;
}

/** A push service on this machine, which behaves as it is told for each path, and as it should for others. */
export async function aPushService(plans: Record<string, PushBehaviour[]> = {}) {
  const authority = makeAuthority();
  const received: Pushed[] = [];
  const server = createServer(authority.issue(), (request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {});
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const pushed = pushedBy(request, Buffer.concat(chunks));
      received.push(pushed);
      behave(plans[pushed.path]?.shift() ?? "takes", response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  trust(authority.certificate);
  afterFile(() => {
    trust(null);
    server.closeAllConnections();
    server.close();
  });
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  server.keepAliveTimeout = 60_000;
  return { origin, plans, received, browser: (name: string) => aBrowser(`${origin}/${name}`) };
}

function behave(behaviour: PushBehaviour, response: ServerResponse) {
  if (behaviour === "hangs") return;
  if (behaviour === "cuts") return void response.socket!.destroy();
  if (behaviour === "takes without a body") return void response.writeHead(201, { "content-length": 0 }).end();
  if (behaviour === "cuts the answer") {
    response.writeHead(201, { "content-length": 100 }).write("half");
    return void setTimeout(() => response.socket?.destroy(), 20);
  }
  if (behaviour === "drips for ever") {
    response.writeHead(201);
    const drip = setInterval(() => response.write("x".repeat(100)), 10);
    return void response.on("close", () => clearInterval(drip));
  }
  const { status, headers = {}, body = "" } = behaviour === "takes" ? { status: 201 } : behaviour;
  response.writeHead(status, headers).end(body);
}

function pushedBy({ url, headers, socket }: IncomingMessage, body: Buffer): Pushed {
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "") ?? [];
  return { path: url!.slice(1), headers, body, claims: verifiedClaims(token, key), key, socket };
}

function verifiedClaims(token: string, key: string): Pushed["claims"] {
  const [head, claims, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  if (!signature || point.length !== 65) return null;
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  const publicKey = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: x!, y: y! } });
  const isGenuine = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  return isGenuine ? (JSON.parse(Buffer.from(claims!, "base64url").toString()) as Pushed["claims"]) : null;
}

export function aBrowser(endpoint: string): TestBrowser {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16).toString("base64url");
  return { endpoint, p256dh: ecdh.getPublicKey("base64url"), auth, read: (message) => readBy(ecdh, auth, message) };
}

export const readBy = (ecdh: ECDH, auth: string, message: Buffer): string =>
  decrypt(message, { version: "aes128gcm", privateKey: ecdh, authSecret: auth }).toString("utf8");
