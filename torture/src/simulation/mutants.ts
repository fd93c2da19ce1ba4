import { mutants } from "../mutants/list.ts";
import { someAtOnce } from "../some-at-once.ts";
import type { Mutant, Need } from "../mutants/mutant.ts";
import type { Favourite } from "./plan-schedule.ts";
import { playInProcess } from "./seed-process.ts";
import { EVERYTHING, SEATS, TALK, THEMES } from "./themes.ts";

/** Schedules within which each mutant has to be caught. */
export const SCHEDULES = 50;
/** After how long without a word a mutant is taken to hang, which is caught as well (ms). */
const PATIENCE = 60_000;
const AT_A_TIME = 2;

/** What only real processes show: SQL. */
export const elsewhere = mutants.filter(({ needs }) => needs === "postgres");
/** Those of doors and of mails have schedules of their own. */
export const simulated = mutants.filter(({ needs }) => needs !== "postgres" && needs !== "doors" && needs !== "replies");

/** Which schedules: seeds from one on in steps, with more of one fault or act. */
interface Field {
  first: number;
  step: number;
  favourite?: Favourite | undefined;
}

const favourites: Partial<Record<Need, Favourite>> = {
  confirmations: "confirm",
  "decided ahead": "database slow",
  "failed commits": "commits lost",
  "lost answers": "answers lost",
  "lost hints": "bus cut",
  pruning: "log pruned",
  "slow lines": "lines stall",
  talk: "lines are cut",
};

/** A bug is looked for where there is much of what it takes. */
function fieldOf({ file, needs }: Mutant): Field {
  const favourite = needs && favourites[needs];
  if (needs === "confirmations") return { first: EVERYTHING, step: THEMES, favourite };
  if (/\/guests\/(seats|answering|commands|move-on-waitlist)\.ts$/.test(file)) return { first: SEATS, step: THEMES, favourite };
  if (needs === "decided ahead") return { first: SEATS, step: THEMES, favourite };
  if (/\/chat\//.test(file) || needs === "talk") return { first: TALK, step: THEMES, favourite };
  return { first: 1, step: 1, favourite };
}

/** Part `number` of `of`, which are about equal, and together all. */
export function partOf(number: number, of: number): { first: number; count: number } {
  const from = (part: number) => Math.floor((part * simulated.length) / of);
  return { first: from(number - 1), count: from(number) - from(number - 1) };
}

/** Puts bugs into the server, one at a time, and sees whether the simulation notices. Returns how many it missed. */
export async function playMutants(chosen: readonly Mutant[], say: (line: string) => void): Promise<number> {
  const reds = await redsWithout(chosen.map(fieldOf));
  if (reds.length > 0) {
    say(`The server as it is is red in these schedules: ${reds.join("; ")}. Nothing can be said of mutants.`);
    return reds.length;
  }
  const survivors: string[] = [];
  await someAtOnce(AT_A_TIME, chosen, async (mutant) => {
    const caught = await firstRed(fieldOf(mutant), mutant.name);
    if (!caught) survivors.push(mutant.name);
    say(`${mutant.name}: ${caught ?? "survived"} — ${mutant.about}`);
  });
  say(`${chosen.length} mutants: ${chosen.length - survivors.length} caught within ${SCHEDULES} schedules, ${survivors.length} survived`);
  for (const name of survivors) say(`  survived: ${name}`);
  return survivors.length;
}

/** The same schedules with no bug in the server. */
async function redsWithout(fields: Field[]): Promise<string[]> {
  const different = new Map(fields.map((field) => [JSON.stringify(field), field]));
  const reds: string[] = [];
  await someAtOnce(AT_A_TIME, [...different.values()], async (field) => {
    const red = await firstRed(field);
    if (red) reds.push(red);
  });
  return reds;
}

/** The first schedule that is red, and by which rules. */
async function firstRed(field: Field, mutant?: string): Promise<string | null> {
  let found: string | null = null;
  let played = 0;
  const failed = await playInProcess({
    count: SCHEDULES,
    atOnce: 1,
    patience: PATIENCE,
    ...field,
    ...(mutant !== undefined && { mutant }),
    hear([judged]) {
      played += 1;
      const isRed = judged!.broken.length > 0;
      if (isRed) found = `caught in schedule ${played}, seed ${judged!.seed}, by ${judged!.broken.join(", ")}`;
      return !isRed;
    },
  });
  if (found || !failed) return found;
  // A bug that was never put in proves nothing, however red its schedule.
  if (/was not loaded|fits \d+ places/.test(failed)) throw new Error(failed);
  return `caught in schedule ${played + 1}: ${failed.split("\n")[0]}`;
}
