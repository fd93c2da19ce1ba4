/** A request of the app's to the server, as a test sees it. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Record<string, unknown>;
}

type Answered = { status?: number; body?: unknown; headers?: Record<string, string> };
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
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    if (!pathname.startsWith("/api/")) return realFetch(input, init);
    // At once: what is asked in a test's last moment is that test's.
    const [seen, missing] = [requests, unanswered];
    const handler = handlers.get(`${request.method} ${pathname}`) ?? ofCourse[pathname];
    const text = await request.text();
    const asked = {
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : {},
    } as Asked;
    if (!(pathname in ofCourse)) seen.push(asked);
    if (!handler) {
      missing.push(`${asked.method} ${pathname}`);
      return new Response(null, { status: 404 });
    }
    const { status = 200, body = {}, headers = {} } = await Promise.race([handler(asked), givenUp(request.signal)]);
    return new Response(status === 304 ? null : JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", ...headers },
    });
  };
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
