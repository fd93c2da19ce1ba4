import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { judge } from "../checker/judge.ts";
import { startCluster } from "./cluster.ts";
import { recoveryTable, type Recovery } from "./recovery.ts";
import { playRound } from "./round.ts";

export async function playRounds({ rounds, seed }: { rounds: number; seed: number; record: boolean }): Promise<number> {
  const cluster = await startCluster({ servers: 3, seed: String(seed) });
  let reds = 0;
  const all: Recovery[] = [];
  try {
    for (let number = 0; number < rounds; number++) {
      const result = await playRound(cluster, { seed: seed + number });
      const begun = performance.now();
      const verdict = judge(result.history);
      const judged = performance.now() - begun;
      all.push(...result.recoveries);
      const { counted, violations } = verdict;
      console.log(seed + number, Math.round(result.ms), Math.round(judged), JSON.stringify(counted), result.faults.map((f) => f.kind + (f.network ? `:${f.network.kind}` : "")).join(", "));
      for (const one of result.internalErrors.slice(0, 5)) console.log("  !", one);
      if (violations.length > 0) {
        reds++;
        for (const one of violations.slice(0, 5)) console.log("  RED", one.rule, one.message);
        const file = join(mkdtempSync(join(tmpdir(), "torture-red-")), `${seed + number}.json.gz`);
        writeFileSync(file, gzipSync(JSON.stringify(result.history)));
        console.log(file);
      }
    }
  } finally {
    console.log(recoveryTable(all));
    await cluster.stop();
  }
  return reds;
}
