import { Refusal, type RefusalCode } from "@turnout/contract/refusals";
import { isAPIError } from "better-auth/api";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Longest browser name that is kept with a session. */
const MAX_USER_AGENT = 300;

/** What the login library needs to know of a request, and nothing a client could confuse it with. */
export function loginHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  if (request.headers.cookie) headers.set("cookie", request.headers.cookie);
  headers.set("user-agent", (request.headers["user-agent"] ?? "").slice(0, MAX_USER_AGENT));
  return headers;
}

/** Passes the library's cookies on. All it says no to becomes the one refusal; a failure of its own stays a failure. */
export async function callLogin<Result>(
  reply: FastifyReply,
  refusal: RefusalCode,
  call: () => Promise<{ headers: Headers | null | undefined; response: Result }>,
): Promise<Result> {
  try {
    const { headers, response } = await call();
    for (const cookie of headers?.getSetCookie() ?? []) void reply.header("set-cookie", cookie);
    return response;
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw new Refusal(refusal);
    throw error;
  }
}
