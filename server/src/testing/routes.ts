import type { App } from "../app.ts";

/** Every route with every method that it has, as the router tells them. */
export function routesOf({ server }: Pick<App, "server">): { route: string; method: string }[] {
  const path: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, lead, part, methods] = /^([│ ]*)[├└]── (.*?) ?(?:\(([A-Z, ]+)\))?$/.exec(line) ?? [];
      if (part === undefined) return [];
      const depth = lead!.length / 4;
      path.length = depth;
      path[depth] = part;
      return (methods?.split(", ") ?? []).map((method) => ({ route: path.join(""), method }));
    });
}
