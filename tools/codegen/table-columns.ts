import { sql } from "kysely";
import { connect } from "../../server/src/db/connect.ts";

/** What the code calls PostgreSQL's types. */
const types: Record<string, string> = {
  uuid: "uuid",
  text: "text",
  int4: "integer",
  int8: "bigint",
  bool: "boolean",
  timestamptz: "timestamptz",
  jsonb: "jsonb",
};

/** Those whose rows commands load and change whole. */
const tables = ["guests", "hosts", "messages"];

/** The columns of `events`, with what a row holds that was made with nothing but an id, and those of its tables. */
export async function tableColumns(url: string): Promise<string> {
  const db = connect(url);
  try {
    const found = await sql<{ table: string; name: string; type: string }>`
      select table_name as table, column_name as name, udt_name as type from information_schema.columns
      where table_schema = 'public' and is_generated = 'NEVER' order by ordinal_position`.execute(db);
    const columnsOf = (table: string) => found.rows.filter((column) => column.table === table);
    const fresh: Record<string, unknown> = await db
      .insertInto("events")
      .values({ id: crypto.randomUUID() })
      .returningAll()
      .executeTakeFirstOrThrow();
    const valueOf = (name: string) => (fresh[name] instanceof Date ? "new Date(0)" : JSON.stringify(name === "id" ? "" : fresh[name]));
    const events = columnsOf("events").map(
      (column) => `  ${column.name}: { type: "${typeOf(column)}", fresh: ${valueOf(column.name)} },\n`,
    );
    const others = tables.map((table) => {
      const columns = columnsOf(table).filter(({ name }) => name !== "event_id");
      return `  ${table}: {\n${columns.map((column) => `    ${column.name}: "${typeOf(column)}",\n`).join("")}  },\n`;
    });
    return `${HEAD}export const eventColumns = {\n${events.join("")}} as const;\n${OTHERS}export const columnsOf = {\n${others.join("")}} as const;\n`;
  } finally {
    await db.destroy();
  }
}

function typeOf({ name, type }: { name: string; type: string }): string {
  const ours = types[type];
  if (!ours) throw new Error(`${name} is of the type ${type}: say in ${import.meta.filename} what to call it`);
  return ours;
}

const HEAD = `// Made by \`npm run generate\` of the tables as the migrations leave them. Edits are lost.

/** Each column of \`events\`: what PostgreSQL calls its type, and what a row without a word of it holds. */
`;

const OTHERS = `
/** The columns of tables whose rows belong to an event, without the event's id and what PostgreSQL works out. */
`;
