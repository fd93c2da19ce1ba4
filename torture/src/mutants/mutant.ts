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
  needs?: Need;
}

/**
 * `talk`: much is said and erased while readers come and go. `crowds`: many commands that one process decides together, and the database refuses one of them. `small capacities`: the capacity falls below the size of a party in line. `stolen ids`: somebody sends another's command. `odd positions`: readers open lines with made-up
 * epochs and positions.
 */
export type Need =
  | "crowds"
  | "failed commits"
  | "lost answers"
  | "lost hints"
  | "mails"
  | "odd positions"
  | "postgres"
  | "pruning"
  | "small capacities"
  | "slow lines"
  | "stolen ids"
  | "talk";
