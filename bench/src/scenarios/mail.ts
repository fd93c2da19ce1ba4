import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Build } from "../builds.ts";
import { openHttpConnection } from "../load/http-connection.ts";
import type { HttpLoad } from "../load/http.ts";
import { start, type Process } from "../processes.ts";
import { HEADERS } from "../product.ts";
import { interleave } from "../rounds.ts";
import type { MailServer } from "../servers/mail-server.ts";
import type { Mailing } from "../servers/mailing.ts";
import type { Scenario, Setting } from "../setting.ts";
import { settle } from "./database-state.ts";

const INVITATIONS = 10_000;
/** Visits a second while mail goes out, and before. */
const VISITS = 50;
/** Sign-in links are asked for when so many of the invitations are out. */
const MOMENTS = [0, 0.25, 0.5, 0.75];
const CONNECTIONS = 256;
const BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n";

export const mail: Scenario = {
  title: "Invitations to many",
  about:
    `All guests of one event are invited at once, and each gets a mail; the mail server takes every mail at once. Meanwhile a guest's page is opened ${VISITS} times a second, ` +
    "each visit timed from when it was due, as it was before there was mail to send; and four people ask for a sign-in link: when the last guest is invited, and when a quarter, half and three quarters of the mails have arrived.",
  async run(setting) {
    const count = setting.mails ?? (setting.quick ? 200 : INVITATIONS);
    const broken: string[] = [];
    const variants = setting.builds.map((build) => ({ ...build, round: () => oneRound(setting, build, count, broken) }));
    const about = { setting: `${count.toLocaleString("en")} invitations`, headline: "mails/s", better: "more" } as const;
    return { tables: [await interleave(about, Math.min(setting.rounds, 3), variants)], broken };
  },
};

let rounds = 0;

async function oneRound({ quick }: Setting, build: Build, count: number, broken: string[]) {
  const mails = start<MailServer>("servers/mail-server.ts");
  const server = start<Mailing>("servers/mailing.ts", [build.folder, join(build.folder, "web/dist")], build.folder);
  const visitors = start<HttpLoad>("load/http.ts");
  try {
    const port = await server.call("listen", build.databaseUrl, await mails.call("listen"));
    const event = await server.call("makeEvent");
    await settle(build.databaseUrl);
    const page = `GET /e/${event.eventId} HTTP/1.1\r\n${HEADERS}${BROWSER}Cookie: ${event.cookie}\r\n\r\n`;
    const visits = async (until: () => Promise<unknown>) => {
      await visitors.call("begin", { port, requests: [page], rate: VISITS, connections: CONNECTIONS });
      await until();
      return visitors.call("end");
    };
    await visits(() => sleep(quick ? 500 : 3_000)); // code that is new is slow
    const idle = await visits(() => sleep(quick ? 1_000 : 10_000));

    const round = (rounds += 1);
    const cpu = (await server.usage()).cpu;
    const addresses = Array.from({ length: count }, (_, index) => `guest-${index}@round-${round}.example`);
    const began = performance.timeOrigin + performance.now();
    await server.call("invite", event, addresses);
    let ended = 0;
    const waits: number[] = [];
    const busy = await visits(async () => {
      for (const [index, share] of MOMENTS.entries()) {
        await mails.call("untilCount", Math.ceil(count * share));
        const email = `sign-in-${index}@round-${round}.example`;
        const asked = performance.timeOrigin + performance.now();
        await askForLink(port, email);
        waits.push((await mails.call("arrivalOf", email)) - asked);
      }
      ended = await mails.call("untilCount", count + MOMENTS.length);
    });
    const used = (await server.usage()).cpu - cpu;
    const twice = await mails.call("twice");
    if (build.part === "ours" && twice > 0) broken.push(`${twice} of ${count} invitations arrived twice`);
    if (build.part === "ours" && busy.failed + idle.failed > 0) broken.push(`${busy.failed + idle.failed} visits failed`);
    const seconds = (ended - began) / 1_000;
    return {
      "mails/s": count / seconds,
      "all s": seconds,
      "CPU µs": used / count,
      "sign-in s": Math.max(...waits) / 1_000,
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

async function askForLink(port: number, email: string) {
  const body = JSON.stringify({ email, locale: "en" });
  const head = `POST /api/auth/sign-in-links HTTP/1.1\r\n${HEADERS}Content-Type: application/json\r\nContent-Length: ${body.length}`;
  const connection = openHttpConnection(port);
  const { status } = await connection.send(`${head}\r\n\r\n${body}`);
  connection.close();
  if (status !== 200) throw new Error(`no sign-in link: ${status}`);
}
