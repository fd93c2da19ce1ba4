import { parseArgs } from "node:util";
import { playRounds } from "./processes/rounds.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    seed: { type: "string" },
    record: { type: "boolean", default: false },
  },
});
const reds = await playRounds({
  rounds: Number(values.rounds ?? 30),
  seed: Number(values.seed ?? 1),
  record: values.record,
});
process.exit(reds > 0 ? 1 : 0);
