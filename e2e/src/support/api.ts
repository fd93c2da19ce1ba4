import { randomUUID } from "node:crypto";
import type { Person } from "./people.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Asks the API as somebody's browser would, with their cookies: for what a journey needs but is not about. */
export async function ask<Reply>(person: Person, method: Method, path: string, data?: object): Promise<Reply> {
  const reply = await person.page
    .context()
    .request.fetch(`${person.url}${path}`, { method, headers: { origin: person.url }, ...(data && { data }) });
  if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return (await reply.json()) as Reply;
}

/** Has something done as somebody's browser would. */
export function command(person: Person, method: Method, path: string, data: object = {}): Promise<unknown> {
  return ask(person, method, path, { commandId: randomUUID(), ...data });
}
