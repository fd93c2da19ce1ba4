import { randomUUID } from "node:crypto";
import type { Server } from "node:tls";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { Logger } from "pino";
import type { Changing } from "../changing.ts";
import { refuseOtherMethods } from "./allowed-methods.ts";
import { answerError } from "./answer-error.ts";
import { requireDeclarations } from "./authz.ts";
import { requireHost } from "./host-header.ts";
import type { InlineHashes } from "./inline-hashes.ts";
import type { OpenCounter } from "./rate-counters.ts";
import { limitRates } from "./rate-limit.ts";
import { RequestLogger } from "./request-logger.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { traceIdOf } from "../telemetry/trace-id.ts";
import { nameGivenTraces, nameTrace, traceRequests } from "../telemetry/trace-requests.ts";
import type { Tracing } from "../telemetry/tracing.ts";
import type { KeyPair } from "../tls/key-pair.ts";
import { contextOf, tlsOptionsOf } from "../tls/own-port.ts";

/** Largest request body unless the route sets another (bytes). */
export const MAX_BODY = 256 * 1024;
/**
 * Brotli quality of dynamic replies (0 to 11). The default, 11, costs four times as much as making a page, for a tenth
 * fewer bytes. Files are compressed once, when they are built.
 */
export const BROTLI_QUALITY = 4;
/** ECS's name of a request's id. */
const REQUEST_ID = "http.request.id";
/** Longest path parameter, in characters. */
const MAX_PARAMETER = 200;

export interface HttpOptions {
  publicUrl: string;
  /** Number of trusted proxies in front. */
  trustedHops: number;
  /** Multiplies all rate limits, for benchmarks and tests. */
  limitFactor?: number;
  /** Opens rate counters. Absent: in this process's memory. */
  openCounter?: OpenCounter;
  logger: Logger;
  /** Inline scripts and styles that the policy allows, as CSP sources. Absent: none. */
  inline?: InlineHashes;
  /** Absent or null: nothing is recorded. */
  tracing?: Tracing | null;
  /** What is shown whoever connects, by TLS. Absent or null: HTTP without. */
  tls?: Changing<KeyPair> | null;
}

/** Without these, Fastify loads compilers of its own at each start, and throws them away when it is given others. */
const compilersFactory = { buildValidator: () => validatorCompiler, buildSerializer: () => serializerCompiler } as never;

/** An HTTP server with everything that applies to every route, and no routes. */
export async function createHttpServer({
  publicUrl,
  trustedHops,
  limitFactor,
  openCounter,
  logger,
  inline = { scripts: [], styles: [] },
  tracing = null,
  tls = null,
}: HttpOptions): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    loggerInstance: new RequestLogger(logger),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: REQUEST_ID }), // telemetry/metrics.ts logs requests, without addresses
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY,
    routerOptions: { maxParamLength: MAX_PARAMETER, querystringParser },
    frameworkErrors: (error, request, reply) => void atTheEdge(error, request, reply), // URLs that the router cannot parse
    forceCloseConnections: "idle", // in-flight requests finish; the caller sets the deadline
    exposeHeadRoutes: true,
    schemaController: { compilersFactory },
  };
  const server = tls ? overTls(options, tls) : Fastify(options);
  if (tracing) traceRequests(server, tracing, { scheme: new URL(publicUrl).protocol.slice(0, -1), trustsParent: trustedHops > 0 });
  else nameGivenTraces(server);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerError);

  readJsonCleanly(server);
  requireDeclarations(server);
  const addHeaders = addSecurityHeaders(server, publicUrl, inline);
  const requireOurHost = requireHost(server, publicUrl);
  refuseDoubledParameters(server);
  requireSameOrigin(server, new URL(publicUrl).origin);
  const count = limitRates(server, {
    trustedHops,
    ...(limitFactor !== undefined && { factor: limitFactor }),
    ...(openCounter && { openCounter }),
  });
  refuseOtherMethods(server);
  /** Errors before routing run no hook, so this does what the first hooks do. */
  async function atTheEdge(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
    nameTrace(request, reply, traceIdOf(request.headers.traceparent));
    addHeaders(request, reply);
    try {
      requireOurHost(request);
      await count("page", request, reply);
    } catch (refused) {
      return answerError(refused as Error, request, reply);
    }
    return answerError(error, request, reply);
  }

  await server.register(compress, {
    global: true,
    threshold: 1_024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
  return server;
}

/** Whoever connects after a certificate was replaced is shown the new one; connections that are open go on. */
function overTls(options: FastifyServerOptions, tls: Changing<KeyPair>): FastifyInstance {
  // The same routes on another kind of socket, which Fastify's types take for another kind of server.
  const server = Fastify({ ...options, https: tlsOptionsOf(tls.current) } as FastifyServerOptions);
  tls.onChange((pair) => (server.server as unknown as Server).setSecureContext(contextOf(pair)));
  return server;
}

const doubled = Symbol("a parameter given twice");
type Parameters = Record<string, string> & { [doubled]?: string };

/** The router must not throw, so an invalid query is only recorded here. */
function querystringParser(text: string): Parameters {
  const parameters: Parameters = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in parameters) parameters[doubled] = name;
    parameters[name] = value.replaceAll("\0", ""); // PostgreSQL cannot store it
  }
  return parameters;
}

/** Refuses a parameter that is given twice, because parsers disagree on its meaning (ASVS 15.3.7). */
function refuseDoubledParameters(server: FastifyInstance): void {
  server.addHook("onRequest", async (request) => {
    const name = (request.query as Parameters)[doubled];
    if (name !== undefined) throw Object.assign(new Error(`the parameter ${name} is given twice`), { statusCode: 400 });
  });
}

/**
 * Parses JSON into strings that the database can store: a lone surrogate (half an emoji) becomes the replacement
 * character, and NUL is removed. Throws on keys that would change prototypes.
 */
function readJsonCleanly(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser("error", "error");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, text, done) => {
    void parse(request, text as string, (error, body) => (error ? done(error) : done(null, cleaned(body))));
  });
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "");
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]));
}
