import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A server with one fault of each kind that the scanners look for: they must find every one of them, or a scan without
 * findings means nothing.
 */
export async function openWeakServer(): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, reply) => answer(request, reply));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => (server.close(), server.closeAllConnections()) };
}

/** How databases complain about a quotation mark in the middle of a statement. */
const SQL_ERROR = `ERROR: syntax error at or near "'" LINE 1: org.postgresql.util.PSQLException: unterminated quoted string`;

function answer({ url = "/" }: IncomingMessage, reply: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, "http://weak.test");
  const given = searchParams.get("text") ?? "";
  if (pathname === "/away")
    return void reply.writeHead(302, { location: (searchParams.get("to") ?? "/").replaceAll(/[^\x21-\x7e]/g, "") }).end();
  if (pathname === "/search") return void reply.writeHead(200, html).end(/['"]/.test(given) ? SQL_ERROR : "nothing found");
  if (pathname === "/file") return void reply.writeHead(200, html).end(/etc\/passwd/.test(given) ? "root:x:0:0:root:/root:/bin/bash" : "");
  if (pathname === "/fails") return void reply.writeHead(/['"<]/.test(given) ? 500 : 200, html).end("so");
  if (pathname !== "/") return void reply.writeHead(404, html).end("not here");
  // No policy, no header against sniffing or framing, a cookie that scripts read, and what was typed comes back as HTML.
  reply.writeHead(200, { ...html, "set-cookie": "session=1" });
  reply.end(`<!doctype html><title>weak</title><p>${given}</p>${links}<form action="/"><input name="text" value="a"></form>`);
}

const html = { "content-type": "text/html" };
const links = ["/?text=a", "/search?text=a", "/file?text=a.txt", "/fails?text=a", "/away?to=/"]
  .map((to) => `<a href="${to}">${to}</a>`)
  .join(" ");

/** The kinds under which Wapiti reports them. */
export const WEAKNESSES = [
  "Reflected Cross Site Scripting",
  "SQL Injection",
  "Path Traversal",
  "Open Redirect",
  "Internal Server Error",
  "Content Security Policy Configuration",
  "HttpOnly Flag cookie",
  "Clickjacking Protection",
  "MIME Type Confusion",
];
