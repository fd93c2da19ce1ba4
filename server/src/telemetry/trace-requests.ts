import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { traceIdOf } from "./trace-id.ts";
import type { Beginning, Span, Tracing } from "./tracing.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What is recorded of it. Null or absent: nothing. */
    span?: Span | null;
  }
}

interface Traced {
  scheme: string;
  /** Whether a proxy in front says to which trace a request belongs; strangers must not. */
  trustsParent: boolean;
}

/** Records each sampled request, with all that is done for it inside, and has its log lines name the trace. By routes: addresses hold tokens. */
export function traceRequests(server: FastifyInstance, tracing: Tracing, { scheme, trustsParent }: Traced): void {
  server.decorateRequest("span", null);
  server.addHook("onRequest", (request, reply, done) => {
    const { traceparent } = request.headers;
    const span = tracing.begin(trustsParent && typeof traceparent === "string" ? traceparent : null, () => describe(request));
    nameTrace(request, reply, span?.traceId ?? traceIdOf(traceparent));
    if (!span) return done();
    request.span = span;
    reply.raw.once("close", () => end(span, reply.statusCode));
    tracing.within(span, done);
  });
  // A body is read on behalf of its socket, and what comes after it would be part of nothing.
  server.addHook("onRoute", (route) => {
    if (route.method === "GET" || route.method === "HEAD") return; // no hook costs less than one that does nothing
    route.preValidation = [resume, ...[route.preValidation ?? []].flat()];
  });

  function describe({ method, routeOptions: { url } }: FastifyRequest): Beginning {
    const attributes = { "http.request.method": method, "url.scheme": scheme, ...(url !== undefined && { "http.route": url }) };
    return { name: url === undefined ? method : `${method} ${url}`, kind: "server", attributes };
  }

  function resume({ span }: FastifyRequest, _reply: FastifyReply, done: () => void) {
    if (span) tracing.within(span, done);
    else done();
  }
}

/** The same of a server that records nothing: log lines name the trace that a request says it belongs to. */
export function nameGivenTraces(server: FastifyInstance): void {
  server.addHook("onRequest", (request, reply, done) => {
    nameTrace(request, reply, traceIdOf(request.headers.traceparent));
    done();
  });
}

/** What is logged of a request from here on names its trace. Null: it is part of none. */
export function nameTrace(request: FastifyRequest, reply: FastifyReply, traceId: string | null): void {
  if (traceId) request.log = reply.log = request.log.child({ "trace.id": traceId });
}

function end(span: Span, status: number) {
  span.set({ "http.response.status_code": status });
  if (status >= 500) span.fail(String(status));
  span.end();
}
