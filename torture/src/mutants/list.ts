import type { Mutant } from "./mutant.ts";
import { commandMutants } from "./of-commands.ts";
import { deliveryMutants } from "./of-delivery.ts";
import { doorMutants } from "./of-doors.ts";
import { logMutants } from "./of-log.ts";
import { replyMutants } from "./of-replies.ts";

/** All of them: each has to be caught. */
export const mutants: readonly Mutant[] = [...logMutants, ...commandMutants, ...deliveryMutants, ...doorMutants, ...replyMutants];

export function mutantNamed(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`There is no mutant named ${name}.`);
  return found;
}

/** The file's text with the bug in it. */
export function mutate({ name, file, find, replace }: Mutant, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`The mutant ${name} fits ${parts.length - 1} places of ${file}, not one.`);
  return parts.join(replace);
}
