import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import packageFile from "../package.json" with { type: "json" };
import { accountFor } from "./account.ts";
import { findBinaries } from "./postgres-binaries.ts";

const readme = readFileSync(resolve(import.meta.dirname, "../../README.md"), "utf8");

test("the README names the PostgreSQL release that is started, and the packages it comes from", () => {
  const account = accountFor("/nowhere");
  const said = execFileSync(join(findBinaries(account), "postgres"), ["--version"], { ...account, cwd: "/", encoding: "utf8" });
  const release = /^postgres \(PostgreSQL\) (\d+\.\d+)$/m.exec(said)?.[1];
  expect(release).toBeDefined();
  expect(readme).toContain(`That PostgreSQL is release ${release} as the`);
  for (const version of Object.values(packageFile.optionalDependencies)) expect(readme).toContain(`\`${version}\``);
});
