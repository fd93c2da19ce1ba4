import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { Refusal, refusals } from "@turnout/contract/refusals";
import { isOutage } from "../db/outage.ts";
import { MethodNotAllowed } from "./allowed-methods.ts";
import { Misdirected } from "./host-header.ts";
import { UpgradeRequired } from "./upgrade-required.ts";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";

/** `Retry-After` when the database is down (s). */
const RETRY_AFTER = 1;

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  requestId: string;
  detail?: string;
  facts?: Record<string, string | number> | undefined;
  errors?: { path: string; message: string }[];
}

/** Answers with RFC 9457 problem details. */
export function answerError(error: FastifyError | Refusal | Error, request: FastifyRequest, reply: FastifyReply) {
  const problem = settleError(error, request, reply);
  return reply.type("application/problem+json").send(JSON.stringify(problem));
}

/**
 * The only place where an error becomes an HTTP status. Anything that is neither a refusal nor malformed input is our
 * bug: it is logged, and the reply reveals nothing of it. Sets status and headers; the caller writes the body.
 */
export function settleError(error: FastifyError | Refusal | Error, request: FastifyRequest, reply: FastifyReply): Problem {
  const problem = problemOf(error, request);
  if (problem.status >= 500 && problem.code !== "overloaded") request.log.error({ error }, problem.code);
  reply.header("cache-control", "no-store"); // the route may have set another for its success
  if (problem.status === 503) reply.header("retry-after", RETRY_AFTER);
  reply.code(problem.status);
  return problem;
}

function problemOf(error: FastifyError | Refusal | Error, request: FastifyRequest): Problem {
  if (error instanceof Refusal) return problem(request, refusals[error.code], error.code, { facts: error.facts });
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({ path: instancePath, message: message ?? "invalid" }));
    return problem(request, 400, "invalid_input", { errors });
  }
  if (isOutage(error)) return problem(request, 503, "unavailable");
  const status = (error as FastifyError).statusCode ?? 500;
  if (error instanceof Misdirected || error instanceof UpgradeRequired || error instanceof MethodNotAllowed)
    return problem(request, status, error.code, { detail: error.message });
  if (status === 413) return problem(request, 413, "too_large");
  if (status >= 400 && status < 500) return problem(request, status, "invalid_request", { detail: error.message });
  return problem(request, 500, "internal");
}

function problem(request: FastifyRequest, status: number, code: string, more: Partial<Problem> = {}): Problem {
  return { type: `urn:turnout:problem:${code}`, title: code.replaceAll("_", " "), status, code, requestId: request.id, ...more };
}
