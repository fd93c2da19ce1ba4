import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const modules = `
  import { createRequire } from "node:module";
  import "./server/src/app.ts";
  import { createHttpServer } from "./server/src/http/server.ts";
  import { createLogger } from "./server/src/telemetry/logging.ts";
  const server = await createHttpServer({ publicUrl: "http://turnout.test", trustedHops: 0, logger: createLogger("silent") });
  await server.ready();
  console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));`;

test("a start loads no schema compilers but our own, no picture decoder, and no reader of mailboxes", async () => {
  const cwd = new URL("../../..", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", modules], { cwd });
  const packages = new Set((JSON.parse(stdout) as string[]).map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));
  expect(packages).toContain("fastify");
  for (const unused of ["ajv", "@fastify/ajv-compiler", "@fastify/fast-json-stringify-compiler", "sharp", "libmime"])
    expect(packages).not.toContain(unused);
});
