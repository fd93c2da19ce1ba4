import { expect, test } from "vitest";
import { testApp } from "../testing/test-app.ts";

const { server } = await testApp();

test("every route of the API's document is in one group, and every group has a name, words that explain it, and routes", async () => {
  const { tags, paths } = (await server.inject({ url: "/api/openapi.json", headers: { host: "turnout.test" } })).json();
  const used = new Set<string>();
  for (const [path, methods] of Object.entries<Record<string, { tags?: string[] }>>(paths))
    for (const [method, { tags: own }] of Object.entries(methods)) {
      expect(own, `${method} ${path}`).toHaveLength(1);
      used.add(own![0]!);
    }
  expect([...used].sort()).toEqual(tags.map(({ name }: { name: string }) => name).sort());
  for (const { name, description } of tags) expect(description, name).toMatch(/^[A-Z].{15,}\.$/);
});
