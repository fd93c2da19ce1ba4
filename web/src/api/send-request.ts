import type { Client } from "openapi-fetch";
import type { paths } from "./schema.d.ts";

const METHODS = ["GET", "PUT", "POST", "PATCH", "DELETE"] as const;

interface Options {
  params?: { path?: Record<string, string>; query?: Record<string, string | number | undefined> };
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Tells whose page of an event is open while one is. */
export interface ShownTo {
  id?: () => string | null | undefined;
}

/**
 * Sends requests as the server's OpenAPI document types them. openapi-fetch has the types; of its code, this is the part
 * that our API uses: JSON both ways, plain values in paths and queries, headers and a signal. `onReply` hears of every response.
 * What is sent from a page of an event says to whom that is shown.
 */
export function createApi(onReply: (response: Response) => void, shownTo: ShownTo): Pick<Client<paths>, (typeof METHODS)[number]> {
  async function send(method: string, path: string, { params = {}, body, ...rest }: Options = {}) {
    const person = shownTo.id?.();
    const headers = { "content-type": "application/json", ...(person && { "turnout-person": person }), ...rest.headers };
    const content = body === undefined ? rest : { ...rest, headers, body: JSON.stringify(body) };
    const response = await fetch(addressOf(path, params), { method, ...content });
    onReply(response);
    const text = await response.text();
    return response.ok ? { data: text ? JSON.parse(text) : undefined, response } : { error: parsed(text), response };
  }
  return Object.fromEntries(METHODS.map((method) => [method, send.bind(null, method)])) as never;
}

function addressOf(path: string, { path: names = {}, query = {} }: NonNullable<Options["params"]>): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name]!));
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const asked = new URLSearchParams(given).toString();
  return asked ? `${address}?${asked}` : address;
}

/** What a proxy says may be no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
