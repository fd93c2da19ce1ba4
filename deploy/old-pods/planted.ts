import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../containers.ts";

/** What a later version may do while older ones write: columns, a table and an index more. */
const EXPANDING = `
alter table messages add column planted_note text;
alter table guests add column planted_count integer not null default 0;
create table planted (id uuid primary key);
create index planted_by_count on guests (planted_count);
`;
/** What it may not: older versions write messages without this column. */
const BREAKING =
  "alter table messages add column planted_must text not null default '';\nalter table messages alter column planted_must drop default;\n";

/** A folder with the migrations of now and planted ones after them: all of which older versions survive, or not. */
export function plantedMigrations(folder: string, worksWith: string, { isBreaking }: { isBreaking: boolean }): string {
  const into = join(folder, isBreaking ? "breaking" : "expanding");
  mkdirSync(into);
  cpSync(join(root, "server/src/db/migrations"), into, { recursive: true });
  const write = (name: string, statements: string) => writeFileSync(join(into, name), `-- works-with: ${worksWith}\n${statements}`);
  write("9998_planted.sql", EXPANDING);
  if (isBreaking) write("9999_planted_fault.sql", BREAKING);
  return into;
}
