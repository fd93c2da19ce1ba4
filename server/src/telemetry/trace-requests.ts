import type { FastifyInstance, FastifyRequest } from "fastify";
import { traceIdOf } from "./trace-id.ts";
import type { Span, Tracing } from "./tracing.ts";

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
    const route = request.routeOptions.url;
    const span = tracing.begin(nameOf(request, route), trustsParent && typeof traceparent === "string" ? traceparent : null, {
      kind: "server",
      attributes: { "http.request.method": request.method, "url.scheme": scheme, ...(route !== undefined && { "http.route": route }) },
    });
    request.span = span;
    const traceId = span?.traceId ?? traceIdOf(traceparent);
    if (traceId) request.log = reply.log = request.log.child({ "trace.id": traceId });
    resume(request, done);
  });
  // A body is read on behalf of its socket, and what comes after it would be part of nothing.
  server.addHook("preValidation", (request, _reply, done) => resume(request, done));
  server.addHook("onResponse", (request, reply, done) => {
    const { span } = request;
    span?.set({ "http.response.status_code": reply.statusCode });
    if (reply.statusCode >= 500) span?.fail(String(reply.statusCode));
    span?.end();
    done();
  });

  function resume({ span }: FastifyRequest, done: () => void) {
    if (span) tracing.within(span, done);
    else done();
  }
}

const nameOf = ({ method }: FastifyRequest, route: string | undefined) => (route === undefined ? method : `${method} ${route}`);
