import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startChild } from "../server/src/testing/child-process.ts";

const program = `const { untilSignalled } = await import(${JSON.stringify(join(import.meta.dirname, "until-signalled.ts"))});
  const cutOff = untilSignalled();
  cutOff.addEventListener("abort", () => process.exit(7));
  setInterval(() => {}, 1_000);
  console.log("ready");`;

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("a command that %s cuts off puts things in order itself", async (signal) => {
  const child = startChild(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout!, "data");
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([7, null]);
});
