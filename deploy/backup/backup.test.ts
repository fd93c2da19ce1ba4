import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { lacksBackupTools } from "./lacks-tools.ts";
import { ageProgram } from "./settings.ts";

const isWithout = await lacksBackupTools();

test.skipIf(isWithout)("age, which all tests of backups of a PostgreSQL of one's own need, is a release from 1.0 on", async () => {
  expect(execFileSync(await ageProgram(), ["--version"], { encoding: "utf8" })).toMatch(/^v?[1-9]\d*\./);
});

if (!isWithout) await import("./restored-backups.test-support.ts");
