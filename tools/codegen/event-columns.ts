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

/** The columns of `events`, with what a row holds that was made with nothing but an id. */
export async function eventColumns(url: string): Promise<string> {
  const db = connect(url);
  try {
    const tables = await db.introspection.getTables();
    const { columns } = tables.find(({ name, schema }) => name === "events" && schema === "public")!;
    const row = await db.insertInto("events").values({ id: crypto.randomUUID() }).returningAll().executeTakeFirstOrThrow();
    const fresh: Record<string, unknown> = { ...row, id: "" };
    const lines = columns.map(({ name, dataType }) => {
      const type = types[dataType];
      if (!type) throw new Error(`${name} is of the type ${dataType}: say in ${import.meta.filename} what to call it`);
      const value = fresh[name] instanceof Date ? "new Date(0)" : JSON.stringify(fresh[name]);
      return `  ${name}: { type: "${type}", fresh: ${value} },\n`;
    });
    return `${HEAD}export const eventColumns = {\n${lines.join("")}} as const;\n`;
  } finally {
    await db.destroy();
  }
}

const HEAD = `// Made by \`npm run generate\` of the table as the migrations leave it. Edits are lost.

/** Each column of \`events\`: what PostgreSQL calls its type, and what a row without a word of it holds. */
`;
