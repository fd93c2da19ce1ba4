import type { FastifyInstance } from "fastify";
import { opensPage } from "./opens-page.ts";

/** The path exists, but not with this method (RFC 9110, 15.5.6). */
export class MethodNotAllowed extends Error {
  readonly code = "method_not_allowed";
  readonly statusCode = 405;
}

/**
 * Answers 405 with `Allow` where a path has routes, but none with the request's method, before a body is read.
 * Browsers that open such a path still get the page that says that there is nothing.
 */
export function refuseOtherMethods(server: FastifyInstance): void {
  const paths = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  server.addHook("onRoute", ({ url, method }) => {
    const path = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    paths.set(url, path);
    for (const one of [method].flat()) path.methods.add(one);
  });
  server.addHook("onRequest", (request, reply, done) => {
    if (!request.is404 || opensPage(request)) return done();
    const [path] = request.url.split("?", 1) as [string];
    const methods = [...paths.values()].filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods]);
    if (methods.length === 0) return done();
    const allow = [...new Set(methods)].sort().join(", ");
    reply.header("allow", allow);
    done(new MethodNotAllowed(`${request.method} is not a method of this path, which has ${allow}`));
  });
}

/** What a route's path matches: a parameter is one segment, or a part of one where the path says more of it. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part, index) => {
    if (index % 2 === 0) return RegExp.escape(part);
    return part === "*" ? ".*" : "[^/]+";
  });
  return new RegExp(`^${parts.join("")}$`);
}
