import { setTimeout as sleep } from "node:timers/promises";
import type { Build } from "../builds.ts";
import type { Visitors } from "../load/visits.ts";
import { start, type Process } from "../processes.ts";
import { builtWeb } from "../product.ts";
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
const HEADERS = { host: "turnout.test", origin: "http://turnout.test" };
const BROWSER = { accept: "text/html", "accept-encoding": "gzip, deflate, br" };

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
  const server = start<Mailing>("servers/mailing.ts", [build.folder, builtWeb(build.folder)]);
  const visitors = start<Visitors>("load/visits.ts");
  try {
    const port = await server.call("listen", build.databaseUrl, await mails.call("listen"));
    const event = await server.call("makeEvent");
    await settle(build.databaseUrl);
    const visiting = { port, path: `/e/${event.eventId}`, headers: { ...HEADERS, ...BROWSER, cookie: event.cookie }, rate: VISITS };
    const visits = async (until: () => Promise<unknown>) => {
      await visitors.call("begin", visiting);
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
        const asked = await visitors.call("askForLink", { port, headers: HEADERS }, email);
        waits.push((await mails.call("arrivalOf", email)) - asked);
      }
      ended = await mails.call("untilCount", count + MOMENTS.length);
    });
    const used = (await server.usage()).cpu - cpu;
    const twice = await mails.call("twice");
    if (build.part === "ours" && twice > 0) broken.push(`${twice} of ${count} invitations arrived twice`);
    if (build.part === "ours" && busy.failed + idle.failed > 0) broken.push(`${busy.failed + idle.failed} visits failed`);
    return figuresOf({ count, seconds: (ended - began) / 1_000, used, waits, idle, busy });
  } finally {
    for (const process of [visitors, server, mails] as Process<never>[]) await process.stop();
  }
}

interface Round {
  count: number;
  seconds: number;
  used: number;
  waits: number[];
  idle: { p50: number; p99: number };
  busy: { p50: number; p99: number };
}

function figuresOf({ count, seconds, used, waits, idle, busy }: Round) {
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
}
