import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Cache lifetime of immutable files, whose names contain a hash of their content (s). */
const YEAR = 31_536_000;
/** Icons, which other sites may embed in previews. */
const PICTURE = /\.(png|svg|ico|webp|jpe?g)$/;
const config = { authz: "anyone", limit: "file" } as const;

/** Serves the web app's files, but not its document, since pages are rendered. */
export async function serveWebFiles(server: FastifyInstance, webFolder: string): Promise<void> {
  if (!existsSync(webFolder)) return; // not built: the API works without it
  await server.register(fastifyStatic, { root: webFolder, serve: false, preCompressed: true });

  server.get("/assets/*", { config }, (request, reply) => {
    reply.header("cache-control", `public, max-age=${YEAR}, immutable`);
    return reply.sendFile((request.params as { "*": string })["*"], join(webFolder, "assets"), { cacheControl: false });
  });

  for (const { name } of readdirSync(webFolder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== "index.html")) {
    server.get(`/${name}`, { config }, (_request, reply) => {
      reply.header("cache-control", "no-cache");
      if (PICTURE.test(name)) reply.header("cross-origin-resource-policy", "cross-origin");
      return reply.sendFile(name, webFolder, { cacheControl: false });
    });
  }
}
