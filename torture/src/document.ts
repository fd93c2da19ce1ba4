import { readFigures, readLedger, type Figures, type LedgerLine } from "./ledger.ts";
import { mutants } from "./mutants/list.ts";
import { faultKinds } from "./processes/fault-kinds.ts";
import { type KindOfRecovery, recoveryTable, summarized } from "./processes/figures.ts";
import { table } from "./table.ts";

/** docs/faults.md: what is broken on purpose, and what has come of it so far, out of what was recorded. */
export function faultsDocument(): string {
  const [ledger, figures] = [readLedger(), readFigures()];
  const last = <Values>(name: string, text: (found: Figures & Values) => string[]) => {
    const found = figures.findLast(({ figure }) => figure === name);
    return found ? text(found as Figures & Values) : [];
  };
  return [
    introduction(),
    "## Rounds with real processes\n",
    ...roundsText(ledger),
    "## Schedules in memory\n",
    ...schedulesText(figures.filter(({ figure }) => figure === "simulation") as Simulated[]),
    "## Figures\n",
    ...last("recovery", recoveryText),
    ...last("stalled", stalledText),
    ...last("revocations", revocationsText),
    ...last("soak", soakText),
    ...last("replies", repliesText),
    LIMITS,
  ].join("\n");
}

const introduction = () => `# What is broken on purpose

Written by \`npm run generate\` from \`torture/ledger.jsonl\` and \`torture/figures.jsonl\`, which \`npm run torture -- … --record\`
adds to. What is promised, and by which test each promise is held, is in [the live protocol](live-protocol.md); all options are
told by \`npm run torture -- --help\`.

- \`npm run torture -- --simulate 1000\`: the server's core, three processes of it, on a clock, a network and a database in
  memory. A seed plays the same schedule every time. The database in memory is held equal to PostgreSQL by
  \`torture/src/simulation/store.test.ts\`.
- \`npm run torture -- --rounds 30\`: three real servers, PostgreSQL, Redis and a proxy between all of them; 50 to 200 people who
  answer, talk, edit, remove and come back; 3 to 8 faults out of these:
  ${faultKinds.join(", ")}.
  With \`--standby\` PostgreSQL has a synchronous one, which takes over in each round (fail over), and no disk is full.
- \`npm run torture -- --mutants\`: ${mutants.filter(({ needs }) => needs !== "doors" && needs !== "replies").length} bugs, put into the server one at a time. The judge has to find each within 50
  schedules; those of SQL it finds with real processes (\`--mutant NAME\`).

One judge (\`torture/src/checker\`) reads what everybody asked, was answered and was shown, the log, the tables and the mails at
the end, and imports nothing of the server. What \`npm test\` and \`npm run test:nightly\` play of this is in
[what the tests run](testing.md).

A line counts for the code that it is of. \`code\` is a hash of what is run, without types, comments and functions that nobody calls: with real processes, of the server's log, feed,
answers, invitations, events and conversation, of the database's migrations and the contract; of a schedule, of all that it runs
of the server and the contract. Until 2026-11-30 it was a hash of the whole files. Until code e274a8d6d25e the disk that was filled was not PostgreSQL's: those faults broke nothing.
`;

const number = (value: number) => value.toLocaleString("en");
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const day = (at: string) => at.slice(0, 10);
const isGreen = ({ verdict }: LedgerLine) => verdict === "green";

function roundsText(ledger: LedgerLine[]): string[] {
  const byCode = [...Map.groupBy(ledger, ({ code }) => code)];
  const rows = byCode.map(([code, lines]) => {
    const total = (key: "commands" | "acknowledged" | "unknown" | "entries" | "frames" | "mails") => sum(lines.map((line) => line[key]));
    const green = lines.filter(isGreen).length;
    return [
      code,
      day(lines.at(-1)!.at),
      lines.length,
      green,
      lines.length - green,
      sum(lines.map(({ faults }) => faults.length)),
      total("commands"),
      total("acknowledged"),
      total("unknown"),
      total("frames"),
    ];
  });
  const columns = ["code", "until", "rounds", "green", "red", "faults", "commands", "acknowledged", "unknown", "frames judged"];
  const newest = byCode.at(-1)?.[1] ?? [];
  const slowest = newest.flatMap(({ recovery }) => Object.entries(recovery).map(([kind, ms]) => ({ kind, ms })));
  return [
    table(columns, rows),
    "From a fault to the first command that was asked for after it and acknowledged, in the rounds of the newest code (ms). Other faults go on meanwhile, and rounds may have shared the machine with each other: how long one fault takes by itself is among the figures.\n",
    recoveryTable(summarized(slowest)),
  ];
}

type Simulated = Figures & Record<"seed" | "schedules" | "commands" | "faults" | "seconds", number> & { red: number[] };

function schedulesText(runs: Simulated[]): string[] {
  const rows = [...Map.groupBy(runs, ({ code }) => code)].map(([code, lines]) => {
    const total = (key: "schedules" | "commands" | "faults" | "seconds") => sum(lines.map((line) => line[key]));
    return [
      code,
      day(lines.at(-1)!.at),
      `${Math.min(...lines.map(({ seed }) => seed))} to ${Math.max(...lines.map(({ seed, schedules }) => seed + schedules - 1))}`,
      total("schedules"),
      sum(lines.map(({ red }) => red.length)),
      total("commands"),
      total("faults"),
      (total("seconds") / 3_600).toFixed(1),
    ];
  });
  return [table(["code", "until", "seeds", "schedules", "red", "commands", "faults", "hours"], rows)];
}

const of = ({ at, commit, code }: Figures) => `${day(at)}, commit ${commit}, code ${code}.`;

type Recovered = Figures & { kills: number; limit: number; kinds: KindOfRecovery[] };
const recoveryText = (found: Recovered) => [
  `### Killed outright, one at a time\n`,
  `\`npm run torture -- --recovery ${found.kills}\`: two servers under load; kill -9, started again at once. In ms; red beyond ${found.limit} at p99. ${of(found)}\n`,
  recoveryTable(found.kinds),
];

type Waited = Record<"p50" | "p99", number>;
type Stalled = Figures & { stalled: number; grownBy: number; limit: number; cut: number; without: Waited; with: Waited };
const stalledText = ({ without, with: during, ...found }: Stalled) => [
  `### Readers that never read\n`,
  `\`npm run torture -- --stalled\`: ${number(found.stalled)} sockets follow a lively event and take nothing off their lines. The server grew by ${found.grownBy} MiB (at most ${found.limit}); ${number(found.cut)} were cut off as too slow. A reader who does read saw a message after ${without.p50} ms (p50) and ${without.p99} ms (p99) without them, ${during.p50} and ${during.p99} with them. ${of(found)}\n`,
];

type Revoked = Figures & { removals: number; frames: number; red: number; endedAfter: Record<"p50" | "p99" | "p999", number> };
const revocationsText = ({ removals, frames, red, endedAfter: { p50, p99, p999 }, ...found }: Revoked) => [
  `### Guests who are removed\n`,
  `\`npm run torture -- --revocations ${removals}\`: ${number(removals)} guests are removed while they read and write; ${number(frames)} frames judged, ${red === 0 ? "none sent after a removal" : `**${red} events with frames after a removal**`}. From the acknowledgement to the reader's end: p50 ${p50} ms, p99 ${p99} ms, p99.9 ${p999} ms. ${of(found)}\n`,
];

type Growth = Record<"memory" | "handles", number>;
type Soaked = Figures & { minutes: number; commands: number; unknown: number; servers: Growth[]; limit: Growth };
const soakText = ({ minutes, commands, unknown, servers, limit, ...found }: Soaked) => [
  `### An hour of ordinary life\n`,
  `\`npm run torture -- --soak ${minutes}\`: two servers, no faults, ${number(commands)} commands, ${number(unknown)} of them unknown. How memory and open handles grow over the last three quarters, by the line that fits best; red beyond ${limit.memory} MiB or ${limit.handles} handles an hour. ${of(found)}\n`,
  table(
    ["", "MiB an hour", "handles an hour"],
    servers.map(({ memory, handles }, at) => [`server ${at + 1}`, String(memory), String(handles)]),
  ),
];

type Replied = Figures & Record<"seed" | "rounds" | "red" | "mails" | "copies" | "faults", number>;
const repliesText = ({ seed, rounds, red, mails, copies, ...found }: Replied) => [
  `### Mails that come twice, late and out of order\n`,
  `\`npm run torture -- --replies ${rounds} --seed ${seed}\`: replies of calendars, replies that other addresses send, plain words, and reports of mail servers, to the SMTP port of one server and the LMTP port of another, while both and the database are killed, paused and cut off (${number(found.faults)} faults). ${number(mails)} mails, taken ${number(copies)} times: each whose server heard 250 is there, one reply is one answer, the newest by SEQUENCE and DTSTAMP counts; ${red === 0 ? "no round was red" : `**${red} rounds were red**`}. \`--reply-mutants\` puts in each of ${mutants.filter(({ needs }) => needs === "replies").length} bugs of it, which all have to be found. ${of(found)}\n`,
];

const LIMITS = `## What is not broken here

- Power: what is killed keeps the page cache of its machine. A disk that lies about having written is not found out.
- A standby that was not synchronous and takes over: what was acknowledged last is lost then (\`standby.test.ts\` shows it); that
  nobody is led on from it is played by its parts, the epoch there and readers in \`realtime/feeds.test.ts\`.
- Single writes that fail (other than for a full disk), memory limits other than what \`--stalled\` measures.
- Packets that are lost or doubled: TCP hides them. Messages are: hints, commands and mails come twice, late, and not at all.
- A Redis cluster in these rounds (one of three nodes serves the tests of the bus and of the counters, and is killed there, whole
  and node by node), and Redis over TLS.
`;
