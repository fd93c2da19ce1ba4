import createClient from "openapi-fetch";
import type { Reply } from "../live/pending-commands.ts";
import type { paths } from "./schema.d.ts";

/** The server, as its OpenAPI document describes it. */
export const api = createClient<paths>({ baseUrl: "/" });

/** What the server says when it says no (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  detail?: string;
  facts?: Record<string, string | number>;
  errors?: { path: string; message: string }[];
}

/** Thrown by `read` when there is nothing to show. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

type Result<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of a reading request, or an `ApiError`. */
export async function read<Data>(request: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (data === undefined) throw new ApiError(problemOf(error, response));
  return data;
}

/** The reply to a command. Server trouble counts as unreachable: the same command may be sent again. */
export async function replyOf(request: Promise<Result<{ seq: number }>>): Promise<Reply> {
  const { data, error, response } = await request;
  if (data) return { type: "committed", seq: data.seq, result: data };
  if (response.status >= 500) return { type: "unreachable" };
  const { code, facts } = problemOf(error, response);
  return { type: "refused", code, facts };
}

function problemOf(error: unknown, response: Response): Problem {
  const known = typeof error === "object" && error !== null ? (error as Partial<Problem>) : {};
  return { ...known, status: response.status, code: known.code ?? "unavailable" };
}
