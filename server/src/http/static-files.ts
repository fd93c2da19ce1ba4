import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** Seconds that browsers keep what never changes: files whose name holds a hash of their content. */
const YEAR = 31_536_000;
/** The icons, which other sites show in previews straight from here. */
const PICTURE = /\.(png|svg|ico|webp|jpe?g)$/;
const config = { authz: "anyone", limit: "file" } as const;

/** The web app's files. The document itself is not among them: pages are rendered. */
export async function serveWebFiles(server: FastifyInstance, webFolder: string): Promise<void> {
  if (!existsSync(webFolder)) return; // nothing is built: the API works without
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
