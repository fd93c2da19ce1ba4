/** A bug that is put into the server as it is loaded, to see whether the judge notices. */
export interface Mutant {
  name: string;
  /** What goes wrong, and by which rule it should be found. */
  about: string;
  /** From the repository's root. */
  file: string;
  /** Occurs exactly once in the file: a mutant that fits no longer fails loudly. */
  find: string;
  replace: string;
  /** What has to happen in a round for it to show, beyond the ordinary. */
  needs: Need | undefined;
}

/** What a mutant may need, and when a round has it. */
export const needs = {
  confirmations: "guests say again and again that they still come, asked or not, also who is not going",
  crowds: "one process decides many commands together, and the database refuses one of them",
  "decided ahead": "a database that takes its time, so that batches are decided while others commit",
  doors: "three doors go on without a network",
  "failed commits": "the database is lost during a commit",
  "lost answers": "clients do not get the answers to their commands",
  "lost hints": "processes do not hear of each other",
  "odd positions": "readers connect with made-up epochs and positions",
  postgres: "the server's own SQL runs",
  replies: "mails come twice and late while servers die",
  pruning: "the log is pruned under readers",
  "small capacities": "the capacity falls below the size of a waiting party",
  "slow lines": "connections take nothing for a while",
  "stolen ids": "somebody sends another's command",
  talk: "many messages are posted and deleted while readers come and go",
};
export type Need = keyof typeof needs;

/**
 * Mutants as text. A line by itself names the file of those that follow. Each begins with `name [need]: about`; `-` lines are the
 * code that is taken out, `+` lines the code that is put in its place.
 */
export function mutantsIn(text: string): Mutant[] {
  let file = "";
  return text
    .trim()
    .split("\n\n")
    .flatMap((block) => {
      const [head, ...lines] = block.split("\n") as [string, ...string[]];
      if (lines.length === 0) return ((file = head), []);
      const [, name, need, about] = /^([\w-]+)(?: \[(.+)\])?: (.+)$/.exec(head) ?? [];
      if (!name || !about || (need && !(need in needs))) throw new Error(`no mutant begins with ${head}`);
      const code = (sign: string) => lines.flatMap((line) => (line.startsWith(`${sign} `) ? line.slice(2) : [])).join("\n");
      return { name, about, file, find: code("-"), replace: code("+"), needs: need as Need | undefined };
    });
}
