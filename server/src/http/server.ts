import { randomUUID } from "node:crypto";
import { constants } from "node:zlib";
import compress from "@fastify/compress";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { answerError } from "./answer-error.ts";
import { requireDeclarations } from "./authz.ts";
import { requireHost } from "./host-header.ts";
import type { InlineHashes } from "./inline-hashes.ts";
import type { OpenCounter } from "./rate-counters.ts";
import { limitRates } from "./rate-limit.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { addSecurityHeaders } from "./security-headers.ts";

/** Bytes of a request's body, where a route does not say otherwise. */
export const MAX_BODY = 256 * 1024;
/**
 * How hard answers made for one reader are compressed, from 0 to 11. The highest, which is zlib's own choice, costs four
 * times what making a page does, for a tenth fewer bytes. Files are compressed once, when they are built.
 */
export const BROTLI_QUALITY = 4;
/** Letters of a parameter in a path. */
const MAX_PARAMETER = 200;

export interface HttpOptions {
  publicUrl: string;
  /** Proxies in front whose word on the client's address is believed. */
  trustedHops: number;
  /** Raises all rate limits, for load that the operator makes. */
  limitFactor?: number;
  /** Where rates are counted. Absent: in this process. */
  openCounter?: OpenCounter;
  logger: FastifyBaseLogger;
  /** What may run and style pages without being a file. Absent: nothing. */
  inline?: InlineHashes;
}

/** An HTTP server with everything that holds for every route, and no route yet. */
export async function createHttpServer({
  publicUrl,
  trustedHops,
  limitFactor,
  openCounter,
  logger,
  inline = { scripts: [], styles: [] },
}: HttpOptions): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // telemetry/metrics.ts logs requests, without addresses
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY,
    routerOptions: { maxParamLength: MAX_PARAMETER, querystringParser },
    frameworkErrors: (error, request, reply) => void atTheEdge(error, request, reply), // addresses that no router can read
    forceCloseConnections: "idle", // what is being answered comes to its end; whoever stops us has the last word
    exposeHeadRoutes: true,
  });
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
  /** These meet no hook: what the first ones do for every request is done here. */
  async function atTheEdge(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
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

const doubled = Symbol("a parameter given twice");
type Parameters = Record<string, string> & { [doubled]?: string };

/** The router must not throw, so what is wrong with a query is only noted here. */
function querystringParser(text: string): Parameters {
  const parameters: Parameters = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in parameters) parameters[doubled] = name;
    parameters[name] = value.replaceAll("\0", ""); // PostgreSQL cannot keep it
  }
  return parameters;
}

/** A parameter given twice means different things to different readers: it is refused (ASVS 15.3.7). */
function refuseDoubledParameters(server: FastifyInstance): void {
  server.addHook("onRequest", async (request) => {
    const name = (request.query as Parameters)[doubled];
    if (name !== undefined) throw Object.assign(new Error(`the parameter ${name} is given twice`), { statusCode: 400 });
  });
}

/**
 * JSON whose strings the database can keep: half a surrogate pair (an emoji cut in two) becomes the replacement
 * character, NUL goes. Keys that reach for prototypes are an error.
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
