import { CHECK } from "../live/connection.ts";

/** A request of the app's to the server, as a test sees it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Record<string, unknown>;
}

export type Answered = { status?: number; body?: unknown; headers?: Record<string, string> };
type Handler = (asked: Asked) => Answered | Promise<Answered>;

const handlers = new Map<string, Handler>();
let requests: Asked[] = [];
let unanswered: string[] = [];
/** What many pages ask, whatever is on them: nobody is signed in, nobody can sign in elsewhere, and the browser offers no passkeys. */
const ofCourse: Record<string, Handler> = {
  "/api/auth/session": () => ({ body: { account: null } }),
  "/api/auth/provider": () => ({ body: { provider: null } }),
  "/api/auth/passkey-questions": () => ({ status: 429, body: { code: "too_many_requests" } }),
};
/**
 * What a page asks when the frame of an email stays empty, as every frame does here: there is no server that fills it. Without a
 * test's answer, none comes, and the page says nothing.
 */
const EMAIL = /\/(bulletin-preview|invitations\/preview)$/;
const unshown: Handler = () => new Promise<Answered>(() => {});
const realFetch = globalThis.fetch;

/** Before anything of the app asks. */
export function standInForServer(): void {
  globalThis.WebSocket = class extends EventTarget {
    // A connection that never opens: what a page would be told over it comes from the test.
    static readonly OPEN = WebSocket.OPEN;
    readonly readyState = WebSocket.CONNECTING;
    send() {}
    close() {}
  } as unknown as typeof WebSocket;
  // Nor is it looked at whether it opens: ten seconds later it would be given up, and the page offline, in whatever test is under way.
  const repeat = globalThis.setInterval;
  globalThis.setInterval = ((work: TimerHandler, ms?: number, ...rest: unknown[]) =>
    ms === CHECK ? 0 : repeat(work, ms, ...rest)) as typeof setInterval;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.startsWith("/api/")) return realFetch(input, init);
    // At once: what is asked in a test's last moment is that test's.
    const [seen, missing] = [requests, unanswered];
    const handler = handlers.get(`${request.method} ${pathname}`) ?? ofCourse[pathname] ?? (EMAIL.test(pathname) ? unshown : undefined);
    const text = await keepsBusy(request.text());
    const asked = {
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: bodyOf(request, text),
    } as Asked;
    if (!(pathname in ofCourse)) seen.push(asked);
    if (!handler) {
      missing.push(`${asked.method} ${pathname}`);
      return new Response(null, { status: 404 });
    }
    const { status = 200, body = {}, headers = {} } = await Promise.race([handler(asked), givenUp(request.signal)]);
    return readByApp(
      new Response(status === 304 ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } }),
    );
  };
}

function bodyOf({ headers }: Request, text: string): unknown {
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  return text ? JSON.parse(text) : {};
}

/** What goes on between the app and the server by itself: questions on their way, and answers that are being read. */
const underWay = new Set<Promise<unknown>>();

function keepsBusy<Result>(work: Promise<Result>): Promise<Result> {
  const over: Promise<unknown> = work.catch(() => {}).finally(() => underWay.delete(over));
  underWay.add(over);
  return work;
}

function readByApp(response: Response): Response {
  const [json, text] = [response.json.bind(response), response.text.bind(response)];
  return Object.assign(response, { json: () => keepsBusy(json()), text: () => keepsBusy(text()) });
}

/** In which the app goes on by what it has read. */
const TURNS = 5;

/** Resolves when the app has taken all that the server has said, also on a machine that is busy. */
export async function untilTaken(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await new Promise((done) => setTimeout(done));
    if (underWay.size === 0) continue;
    await Promise.all(underWay);
    turn = -1;
  }
}

/** Rejects once whoever asked waits no more. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
}

/** What the server says to a request such as `PUT /api/events/1/rsvp`, until the test is over. */
export function whenAsked(request: string, handler: Handler | Answered): void {
  handlers.set(request, typeof handler === "function" ? handler : () => handler);
}

/** A rule of the server's says no. */
export function refuse(code: string, facts?: Record<string, string | number>, status = 409): Answered {
  return { status, body: { code, status, ...(facts && { facts }) } };
}

/** What the app has asked for so far, of one kind or all. */
export function asked(method?: string, path?: string): Asked[] {
  return requests.filter((one) => (method === undefined || one.method === method) && (path === undefined || one.path === path));
}

/** Forgets everything, and says which requests no test had an answer for. */
export function forgetRequests(): string[] {
  const missing = unanswered;
  handlers.clear();
  requests = [];
  unanswered = [];
  return missing;
}
