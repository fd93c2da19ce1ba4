import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Build } from "../builds.ts";
import type { HttpLoad } from "../load/http.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS } from "../product.ts";
import { interleave } from "../rounds.ts";
import type { MailServer } from "../servers/mail-server.ts";
import type { Mailing } from "../servers/mailing.ts";
import type { Scenario, Setting } from "../setting.ts";
import { settle } from "./database-state.ts";

const GUESTS = 10_000;
/** Visits a second while mail goes out, and before. */
const VISITS = 50;
/** Time from queueing the reminder to its due time (s): the page is visited meanwhile, as it is when nothing goes out. */
const AHEAD = { quick: 4, whole: 15 };
const CONNECTIONS = 256;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

export const remind: Scenario = {
  title: "A reminder for many",
  about:
    "All guests of one event come, and are to be reminded at one moment; the mail server takes every mail at once. All are timed from that moment. " +
    `Meanwhile a guest's page is opened ${VISITS} times a second, each visit timed from when it was due, as it was before.`,
  async run(setting) {
    const count = setting.mails ?? (setting.quick ? 200 : GUESTS);
    const broken: string[] = [];
    const ours = setting.builds.filter(({ part }) => part === "ours"); // earlier ones have no reminders
    const variants = ours.map((build) => ({ ...build, round: () => oneRound(setting, build, count, broken) }));
    const about = { setting: `${count.toLocaleString("en")} guests`, headline: "all s", better: "less" } as const;
    return { tables: [await interleave(about, Math.min(setting.rounds, 3), variants)], broken };
  },
};

async function oneRound({ quick }: Setting, build: Build, count: number, broken: string[]) {
  const mails = start<MailServer>("servers/mail-server.ts");
  const server = start<Mailing>("servers/mailing.ts", [build.folder, join(build.folder, "web/dist")], build.folder);
  const visitors = start<HttpLoad>("load/http.ts");
  try {
    const port = await server.call("listen", build.databaseUrl, await mails.call("listen"));
    await server.call("untilSettled"); // what a run that was stopped has left
    const [before, twiceBefore] = [await mails.call("count"), await mails.call("twice")];
    const event = await server.call("makeEvent");
    await server.call(
      "addComing",
      event,
      Array.from({ length: count }, (_, index) => `guest-${index}@${event.eventId}.example`),
    );
    await settle(build.databaseUrl);
    const page = `GET /e/${event.eventId} HTTP/1.1\r\n${HEADERS}${BROWSER}Cookie: ${event.cookie}\r\n\r\n`;
    const visits = async (until: () => Promise<unknown>) => {
      await visitors.call("begin", { port, requests: [page], rate: VISITS, connections: CONNECTIONS });
      await until();
      return visitors.call("end");
    };
    await visits(() => sleep(quick ? 500 : 3_000)); // code that is new is slow
    const due = await server.call("remindIn", event, quick ? AHEAD.quick : AHEAD.whole);
    const now = () => performance.timeOrigin + performance.now();
    const idle = await visits(() => sleep(Math.max(0, due - now() - 1_000)));
    await sleep(Math.max(0, due - now()));
    const cpu = (await server.usage()).cpu;
    let ended = 0;
    const busy = await visits(async () => (ended = await mails.call("untilCount", before + count)));
    const used = (await server.usage()).cpu - cpu;
    await server.call("untilSettled");
    await sleep(1_000); // for what should not come
    await server.call("leaveOut", event);
    const twice = (await mails.call("twice")) - twiceBefore;
    if (ended < due) broken.push("reminders went out before they were due");
    if (twice > 0) broken.push(`${twice} of ${count} reminders arrived twice`);
    if (busy.failed + idle.failed > 0) broken.push(`${busy.failed + idle.failed} visits failed`);
    return {
      "all s": (ended - due) / 1_000,
      "mails/s": (count * 1_000) / (ended - due),
      "CPU µs": used / count,
      "page p50 ms": busy.p50,
      "page p99 ms": busy.p99,
      "idle p50 ms": idle.p50,
      "idle p99 ms": idle.p99,
      "p99 beside idle": busy.p99 / idle.p99,
    };
  } finally {
    for (const process of [visitors, server, mails] as Process<never>[]) await process.stop();
  }
}
