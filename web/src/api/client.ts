import { setServerTime, serverNow } from "../clock.ts";
import type { Reply } from "../live/command-reply.ts";
import { createApi, type ShownTo } from "./send-request.ts";

/** The host or guest whose page of an event is open: for whom the snapshot was made that it shows. */
export const shownTo: ShownTo = {};

/** The server, as its OpenAPI document describes it. */
export const api = createApi(({ headers }) => setServerTime(Date.parse(headers.get("date") ?? "")), shownTo);

/** The server's problem details (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  detail?: string;
  facts?: Record<string, string | number>;
  errors?: { path: string; message: string }[];
  /** When to try again, if the server named a time. */
  retryAfterMs?: number | undefined;
}

/** Statuses of a server or proxy that could not process the request: it may be sent again. */
const UNREACHABLE = [502, 503, 504];

/** Thrown by `read` when there is nothing to show. */
export class ApiError extends Error {
  readonly problem: Problem;
  readonly retryAfterMs: number | undefined;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
    this.retryAfterMs = problem.retryAfterMs;
  }
}

type Result<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of a reading request, or an `ApiError`. */
export async function read<Data>(request: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (data === undefined) throw new ApiError(problemOf(error, response));
  return data;
}

/** The reply to a command. Gateway errors count as unreachable: the same command may be sent again. */
export async function replyOf(request: Promise<Result<{ seq: number }>>): Promise<Reply> {
  const { data, error, response } = await request;
  if (data) return { type: "committed", seq: data.seq, result: data };
  const { status, code, facts, retryAfterMs } = problemOf(error, response);
  if (UNREACHABLE.includes(status)) return { type: "unreachable", retryAfterMs };
  return { type: "refused", code, facts };
}

function problemOf(error: unknown, response: Response): Problem {
  const known = typeof error === "object" && error !== null ? (error as Partial<Problem>) : {};
  return { ...known, status: response.status, code: known.code ?? "unavailable", retryAfterMs: retryAfter(response) };
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function retryAfter({ headers }: Response): number | undefined {
  const after = headers.get("retry-after");
  if (!after) return undefined;
  const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - serverNow();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
