/** A migration of the source, with the number of the newest one that an older version has to know to go on working after it. */
export interface Migration {
  number: string;
  worksWith: string | null;
}

/** The newest migration of the oldest version that says it goes on working on the newest schema: that of now, where none older does. */
export function oldestThatWorks(migrations: Migration[]): string {
  const sorted = migrations.toSorted((a, b) => (a.number < b.number ? -1 : 1));
  const isServed = ({ number }: Migration, at: number) =>
    sorted.slice(at + 1).every(({ worksWith }) => worksWith !== null && worksWith <= number);
  return sorted.find(isServed)!.number;
}
