import { parseArgs } from "node:util";

export interface Options {
  scenarios: string[];
  quick: boolean;
  peers: boolean;
  rounds: number;
  /** Keep what was measured, and write it into the documents. */
  write: boolean;
  /** A goal that is missed by more than the noise is a failure too. */
  goals: boolean;
}

const USAGE = `npm run bench -- [scenario …] [--quick] [--peers off] [--rounds 5] [--write] [--goals]`;

/** The command line. What is wrong with it ends the process with a line that says so. */
export function readOptions(args: string[], known: string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: "boolean", default: false },
        peers: { type: "string", default: "on" },
        rounds: { type: "string" },
        write: { type: "boolean", default: false },
        goals: { type: "boolean", default: false },
      },
    });
    const unknown = positionals.find((name) => !known.includes(name));
    if (unknown) throw new Error(`there is no scenario ${unknown}; there are: ${known.join(", ")}`);
    const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number, at least 1");
    const scenarios = positionals.length > 0 ? positionals : known;
    return { scenarios, quick: values.quick, peers: values.peers !== "off", rounds, write: values.write, goals: values.goals };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}
