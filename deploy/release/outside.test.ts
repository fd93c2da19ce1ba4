import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { watchOutside } from "./outside.ts";

test("what a program asks of others is noted and does not reach them; what it asks of this machine is its own affair", async () => {
  const before = process.env.HTTPS_PROXY;
  const outside = await watchOutside();
  const ask = (url: string) =>
    promisify(execFile)(process.execPath, ["--use-env-proxy", "-e", `fetch(${JSON.stringify(url)}).catch(() => {})`], { env: process.env });
  await ask("https://tuf.invalid/root.json");
  await ask("http://localhost:9/");
  expect(outside.close()).toEqual(["CONNECT tuf.invalid:443 HTTP/1.1"]);
  expect(process.env.HTTPS_PROXY).toBe(before);
});
