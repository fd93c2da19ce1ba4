import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { json } from "node:stream/consumers";
import { exactly, type ApiDocument } from "./api-document.ts";

/**
 * A server with one fault of each kind that the scanners look for: they must find every one of them, or a scan without
 * findings means nothing.
 */
export async function openWeakServer(): Promise<{ url: string; document: ApiDocument; stop(): void }> {
  const words = new DatabaseSync(":memory:");
  words.exec("create table words (word text); insert into words values ('hello')");
  const server = createServer((request, reply) => void (request.method === "POST" ? find(words, request, reply) : answer(request, reply)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const document = { ...DOCUMENT, servers: [{ url }] };
  return { url, document, stop: () => (server.close(), server.closeAllConnections()) };
}

const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "weak", version: "1" },
  paths: {
    "/words": {
      post: {
        requestBody: { content: { "application/json": { schema: exactly({ word: "hello" }) } } },
        responses: { 200: { description: "found or not" } },
      },
    },
  },
};

/** Says nothing of the database but whether a row is found, which is enough to ask it anything. */
async function find(words: DatabaseSync, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const { word } = (await json(request)) as { word: string };
  reply.writeHead(200, html).end(isThere(words, word) ? "This word is known, and here is what it means." : "Nobody knows.");
}

function isThere(words: DatabaseSync, word: string): boolean {
  try {
    return words.prepare(`select * from words where word = '${word}'`).all().length > 0;
  } catch {
    return false;
  }
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

/** The kinds under which Wapiti reports them, with the operation for one that is found by comparing answers. */
export const WEAKNESSES = [
  "Reflected Cross Site Scripting",
  "SQL Injection",
  "SQL Injection: POST /words",
  "Path Traversal",
  "Open Redirect",
  "Internal Server Error",
  "Content Security Policy Configuration",
  "HttpOnly Flag cookie",
  "Clickjacking Protection",
  "MIME Type Confusion",
];
