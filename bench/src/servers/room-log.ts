import { randomUUID } from "node:crypto";
import pg from "pg";
import { ask } from "./sql.ts";

/** How a plain application keeps its messages: one statement each, from a pool, on the best schema for it. */
const APPEND = `
  with numbered as (update bench_rooms set seq = seq + 1 where id = $1 returning seq)
  insert into bench_messages (room, seq, id, body) select $1, seq, $2, $3 from numbered returning seq`;

export type RoomLog = ReturnType<typeof openRoomLog>;

export function openRoomLog(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on("error", () => {});
  let statements = 0;
  return {
    async append(room: number, text: string): Promise<number> {
      statements += 1;
      const { rows } = await pool.query<{ seq: string }>({ name: "append", text: APPEND, values: [room, randomUUID(), text] });
      return Number(rows[0]!.seq);
    },
    async since(room: number, after: number) {
      statements += 1;
      const text = "select seq, body from bench_messages where room = $1 and seq > $2 order by seq";
      const { rows } = await pool.query<{ seq: number; body: string }>({ name: "since", text, values: [room, after] });
      return rows;
    },
    /** Statements sent so far. */
    statements: () => statements,
    close: () => pool.end(),
  };
}

/** The peers' own tables, in the same database. */
export async function makeRooms(url: string, rooms: number): Promise<void> {
  await ask(url, [
    "drop table if exists bench_messages, bench_rooms",
    "create table bench_rooms (id int primary key, seq bigint not null default 0)",
    "create table bench_messages (room int, seq bigint, id uuid, body text, primary key (room, seq))",
    `insert into bench_rooms select generate_series(1, ${rooms})`,
  ]);
}
