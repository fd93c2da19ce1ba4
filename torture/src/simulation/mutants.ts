import { mutants, mutantNamed, type Mutant } from "../mutants/list.ts";
import { playInProcess } from "./seed-process.ts";

/** Schedules within which each mutant has to be caught; the same for all, and green without any. */
export const SCHEDULES = 50;
const PATIENCE = 60_000;
const AT_A_TIME = 2;

/** What only real processes show: SQL, and mails. */
const elsewhere = (needs: Mutant["needs"]) => needs === "postgres" || needs === "mails";
export const simulated = mutants.filter(({ needs }) => !elsewhere(needs));

/** Puts bugs into the server, one at a time, and sees whether the simulation notices. Returns how many it missed. */
export async function playMutants(names: string[], say: (line: string) => void): Promise<number> {
  const chosen = names.length === 0 ? simulated : names.map(mutantNamed);
  const asIs = await firstRed();
  if (asIs) {
    say(`The server as it is is red in these schedules: ${asIs}. Nothing can be said of mutants.`);
    return 1;
  }
  const left = [...chosen];
  const survivors: string[] = [];
  async function work() {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const caught = await firstRed(mutant.name);
      if (!caught) survivors.push(mutant.name);
      say(`${mutant.name}: ${caught ?? "survived"} — ${mutant.about}`);
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  say(`${chosen.length} mutants: ${chosen.length - survivors.length} caught within ${SCHEDULES} schedules, ${survivors.length} survived`);
  for (const name of survivors) say(`  survived: ${name}`);
  return survivors.length;
}

/** The first schedule that is red, and by which rules. */
async function firstRed(mutant?: string): Promise<string | null> {
  let found: string | null = null;
  let played = 0;
  const failed = await playInProcess({
    first: 1,
    count: SCHEDULES,
    atOnce: 1,
    patience: PATIENCE,
    ...(mutant !== undefined && { mutant }),
    hear(judged) {
      played += judged.length;
      const red = judged.find(({ broken }) => broken.length > 0);
      if (red) found = `caught in schedule ${red.seed} by ${red.broken.join(", ")}`;
      return !red;
    },
  });
  if (found || !failed) return found;
  if (failed.includes("was not loaded")) throw new Error(failed);
  return `caught in schedule ${played + 1}: ${failed.split("\n")[0]}`;
}
