import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../server/src/db/embedded-postgres.ts";
import { migrate } from "../../server/src/db/migrate.ts";
import { connect, writersOf } from "../../server/src/db/connect.ts";
import { answerInvitation } from "../../server/src/guests/commands.ts";
import { aGathering, answering, asGuest, createWorld } from "../../server/src/testing/world.ts";
const folder = mkdtempSync(join(tmpdir(), "turnout-bench-"));
const server = await startEmbeddedPostgres({ home: folder, durable: true });
try {
  await migrate(server.url);
  const db = connect(server.url);
  let on = false;
  const sums = new Map<string, { n: number; ms: number }>();
  writersOf(db).on("connect", (c: any) => {
    const q = c.query.bind(c);
    let last = 0;
    c.query = (...a: any[]) => {
      const s = performance.now();
      const r = q(...a);
      if (on && r?.then)
        r.then(
          () => {
            const t = performance.now();
            const k = (a[0].name ?? String(a[0].text ?? a[0])).slice(0, 30);
            const e = sums.get(k) ?? { n: 0, ms: 0 };
            e.n++;
            e.ms += t - Math.max(s, last);
            last = t;
            sums.set(k, e);
          },
          () => {},
        );
      return r;
    };
  });
  const world = createWorld(db);
  for (let r = 0; r < 6; r++) {
    const { id, guests } = await aGathering(world, { guests: 2000, fields: { capacity: 500 } });
    on = r > 0;
    const s = performance.now();
    await Promise.all(guests.map((g) => world.changeEvent(id, answerInvitation, answering("going"), asGuest(g))));
    const t = performance.now() - s;
    on = false;
    console.log(((2000 / t) * 1000).toFixed(0), "answers/s", t.toFixed(0), "ms");
  }
  for (const [k, { n, ms }] of [...sums].sort((a, b) => b[1].ms - a[1].ms))
    console.log(k.padEnd(32), n, (ms / n).toFixed(2), "ms each", (ms / 5).toFixed(1), "ms per rush");
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
