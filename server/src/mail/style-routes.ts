import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";

const asset = (name: string) => readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8");

/** Styles of the pages outside the web app: its colours and, if it is built, its fonts. */
export function mailStyleRoutes(server: FastifyInstance, webFolder: string): void {
  const style = typefaces(join(webFolder, "assets")) + asset("plain.css");
  server.get("/plain.css", { config: { authz: "anyone", limit: "read" } }, async (_request, reply) =>
    reply.type("text/css; charset=utf-8").send(style),
  );
}

const families = [
  ["figtree", "Figtree Variable"],
  ["bricolage-grotesque", "Bricolage Grotesque Variable"],
] as const;

function typefaces(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return families
    .map(([prefix, family]) => {
      const file = files.find((name) => name.startsWith(`${prefix}-latin-wght-normal-`) && /^[\w.-]+$/.test(name));
      return file
        ? `@font-face{font-family:"${family}";src:url("/assets/${file}") format("woff2");font-weight:200 900;font-display:swap}\n`
        : "";
    })
    .join("");
}
