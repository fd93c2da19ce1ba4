import { parseArgs } from "node:util";
import { whyNotMeasured } from "./builds.ts";

export interface Options {
  scenarios: string[];
  /** A few seconds each: whether everything runs and what is promised holds, not how fast. */
  quick: boolean;
  peers: boolean;
  rounds: number;
  /** Keep what was measured, and write it into the documents. */
  write: boolean;
  /** A goal that is missed by more than the noise is a failure too. */
  goals: boolean;
  /** Invitations of the mail scenario. Null: as many as it measures by itself. */
  mails: number | null;
  /** A checkout of an earlier state that is measured in the same rounds. */
  against: string | null;
}

const USAGE = `npm run bench -- [scenario …] [--quick] [--peers off] [--rounds 5] [--mails 2000] [--against folder] [--write] [--goals]`;

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
        mails: { type: "string" },
        against: { type: "string" },
      },
    });
    const unknown = positionals.find((name) => !known.includes(name));
    if (unknown) throw new Error(`there is no scenario ${unknown}; there are: ${known.join(", ")}`);
    const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number, at least 1");
    const scenarios = positionals.length > 0 ? positionals : known;
    const mails = values.mails === undefined ? null : Number(values.mails);
    if (mails !== null && !(Number.isInteger(mails) && mails >= 4)) throw new Error("--mails is a whole number, at least 4");
    const { quick, write, goals, against = null } = values;
    const why = against && whyNotMeasured(against);
    if (why) throw new Error(why);
    return { scenarios, quick, peers: values.peers !== "off", rounds, write, goals, mails, against };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}
