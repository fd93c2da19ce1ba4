import { join } from "node:path";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { chart } from "../helm/render.ts";
import { NAME, publicUrlIn, type Place } from "./place.ts";

/** Asks an installation from inside of the cluster, by `helm test`, then from outside. Throws where something is not as a visitor needs it. */
export async function smoke({ helm, namespace, values, front, timeout }: Place): Promise<void> {
  const inside = await helm(["test", NAME, "--namespace", namespace, "--timeout", timeout]);
  if (inside.code !== 0) throw new Failed(`helm test fails: ${inside.said.trim()}`);
  const env = { PROXY: front, PUBLIC_URL: publicUrlIn(values) };
  const outside = await execute(process.execPath, [join(chart, "files/test.mjs")], { env, within: 120_000 });
  const seen = outside.said.trim().split("\n").at(-1)!;
  if (outside.code !== 0) throw new Failed(`from outside, at ${front}: ${seen}`);
}
