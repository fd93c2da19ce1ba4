import type { FastifyRequest } from "fastify";

/** Whether a browser asks for a page to show, as opposed to a program or a script. */
export const opensPage = ({ method, headers, url }: FastifyRequest): boolean =>
  method === "GET" && (headers.accept ?? "").includes("text/html") && !url.startsWith("/api/");
