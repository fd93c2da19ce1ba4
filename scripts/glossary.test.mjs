import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./surroundings.mjs";

/** Words that the glossary replaces, and the folders that are free of them. Folders are added, never taken away. */
const replaced = [
  { words: /\b\w*(follower|newcomer|outlet)s?\w*\b/i, within: ["server/src/realtime", "torture/src/mutants", "torture/src/simulation"] },
  { words: /\b(sweep\w*|reachBack\w*|turnAway|bringOn)\b/, within: ["server/src/realtime"] },
  {
    words: /\b(carriers?|openDoor|DoorIsFull|letIn|endInGoodOrder|departure\w*)\b/i,
    within: ["server/src/http", "server/src/events", "server/src/accounts"],
  },
  { words: /\b(lines?|hear|heard|hears|hearer|speaker)\b/, within: ["server/src/realtime"], besides: ["bus-message.ts", "socket.test.ts"] },
  {
    words: /\bletters?\b(?!-spacing)|\w*(Letter|[cC]rowd|CROWD|[pP]ostOffice)\w*|\b(dyes?|moods?|trouble)\b/,
    within: ["server/src/mail", "server/src/notifications"],
  },
  {
    words: /\bpictures?\b/i,
    within: [
      ...["log", "realtime", "chat", "guests"].map((slice) => `server/src/${slice}`),
      ...["live", "chat", "guests"].map((slice) => `web/src/${slice}`),
      "torture/src",
      "docs/live-protocol.md",
    ],
    besides: ["refused-by-database.test.ts"],
  },
  // The view in the database is called `life`.
  {
    words: /(?<!from |events, |")\b(life|lives|\w*Life)\b(?!\.epoch)/,
    within: ["server/src/log", "server/src/realtime", "contract/src", "torture/src/simulation", "torture/src/checker"],
  },
  { words: /\bgathered\b|MAX_GATHERED/, within: ["server/src", "torture/src"] },
  { words: /\bwish(es|ed)?\b/i, within: ["server/src/db", "server/src/log", "server/src/realtime", "web/src/live", "contract/src"] },
  {
    words: /\bletters?\b(?!-spacing)/i,
    within: [
      ...["http", "realtime", "log", "pages", "chat"].map((slice) => `server/src/${slice}`),
      ...["chat", "live", "invitations"].map((slice) => `web/src/${slice}`),
      "torture/src",
    ],
    besides: ["xlsx.ts"],
  },
  { words: /\bdeeds?\b|-deeds\b|\bmoods?\b|\bdye[sd]?\b/i, within: ["web/src", "contract/src", "e2e/src", "server/src"] },
  { words: /\b(lines?|hear|heard|hears|tell|tells|told)\b/i, within: ["web/src/live"], besides: ["keeps-cookies.test.ts"] },
  { words: /\b(hearer|told apart from|newcomers?|trouble)\b/i, within: ["web/src/accounts", "web/src/chat", "web/src/guests"] },
  { words: /\b(an?|the) mails?\b|\bmailed\b|\be-mails?\b/, within: ["contract/src", "e2e/src"], besides: ["languages.test.ts"] },
  {
    words: /\b(stretch(es)?|turning|turnsSomebodyAway)\b|\bin line\b|\bthe line\b/,
    within: ["log", "http", "guests", "events", "chat", "jobs"].map((slice) => `server/src/${slice}`),
  },
  {
    words: /\b\w*[pP]roofs?\w*\b(?<!proofId)|unreadable\(/,
    within: ["server/src/accounts", "server/src/http", "server/src/events", "server/src/log"],
  },
  { words: /\b(courses?|spells?|strikes?|blows?|weather|[Ss]poilt|Told|toldOf|tell)\b/, within: ["torture/src"], besides: ["schedule.ts"] },
  {
    words: /\b(told|toldOf|hear|heard|hears|newcomers?)\b/,
    within: ["pages", "pictures", "redis", "seed", "telemetry"].map((slice) => `server/src/${slice}`),
    besides: ["answer-words.ts"],
  },
  { words: /\b\w*[tT]roubles?\b/, within: ["server/src", "torture/src"] },
  {
    words: /\b[wW]ish(es)?\b/,
    within: ["pages", "mail", "notifications"].map((slice) => `server/src/${slice}`),
    besides: ["unsubscribe-routes.ts", "unsubscribe-routes.test.ts"], // a field of forms that other versions answer
  },
  {
    words: /\bin good order\b|\b(nobody|is|be|not yet) buried\b|\bin line\b/,
    within: ["server/src", "dev-database/src", "scripts", "deploy"],
  },
  { words: /\b([Mm]anners?|[Pp]osters?|mark|words?)\b/, within: ["bench/src"] },
  {
    words: /\bRSVP(s|ed)?\b(?!\+)|\b[Ss]pots?\b/,
    within: [
      "web/src",
      "server/src",
      "contract/src",
      "e2e/src",
      "web/src/locales/en.po",
      "web/src/locales/de.po",
      "README.md",
      "CONTRIBUTING.md",
      ...globSync("docs/**/*.md", { cwd: root }).filter((file) => file !== "docs/glossary.md"),
    ],
    besides: ["calendar/ics.ts", "guest-rows/exports.test.ts", "guest-rows/neighbours.test.ts"], // iCalendar's parameter; headings of other products
  },
];

/** Where the English texts may speak of a reply, by what it is. All others speak of answers. */
const replies = {
  ofCalendars: ["guest-history.tsx", "guest-mail-news.ts", "held-delegation.tsx", "held-reply.tsx", "waiting-replies.tsx"].map(
    (name) => `src/guests/list/${name}`,
  ),
  byEmail: ["src/invitations/replies-switch.tsx", "src/pages/operator/deliverability-card.tsx", "src/pages/operator/finding-words.ts"],
  toMessages: ["src/chat/composer.tsx", "src/chat/message-features.tsx"],
  ofEachKind: ["choice-fields.tsx", "notification-list.tsx", "notification-words.tsx"].map((name) => `src/notifications/${name}`),
};

function linesWith({ words, within, besides = [] }) {
  const files = within.flatMap((place) => (/\.(md|po)$/.test(place) ? [place] : globSync(`${place}/**/*.{ts,tsx,css,mjs}`, { cwd: root })));
  return files
    .filter((file) => !file.endsWith("glossary.test.mjs") && !besides.some((name) => file.endsWith(name)))
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      return lines.flatMap((line, index) => (words.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
    });
}

test.each(replaced)("$words is said in the glossary's words", (rule) => {
  expect(linesWith(rule)).toEqual([]);
});

test("what a guest says to an invitation is called an answer, and only what comes back by other ways a reply", () => {
  const texts = readFileSync(join(root, "web/src/locales/en.po"), "utf8").split("\n\n");
  const places = texts
    .filter((text) => /^msgid .*\brepl(y|ies|ied|ying)\b/im.test(text))
    .flatMap((text) => Array.from(text.matchAll(/^#: (.*)$/gm), ([, place]) => place));
  const allowed = Object.values(replies).flat();
  expect(places.filter((place) => !allowed.includes(place))).toEqual([]);
  expect(allowed.filter((place) => !places.includes(place))).toEqual([]);
});

test("every place that the glossary names exists", () => {
  const rows = readFileSync(join(root, "docs/glossary.md"), "utf8").matchAll(/^\|[^|]+\|[^|]+\|([^|]+)\|/gm);
  const places = Array.from(rows, ([, where]) => Array.from(where.matchAll(/`([^`]+)`/g), ([, place]) => place)).flat();
  expect(places.length).toBeGreaterThan(30);
  expect(places.filter((place) => !existsSync(join(root, place)))).toEqual([]);
});

test("control: a word that the glossary replaces is found", () => {
  expect(linesWith({ words: /\bsubscribers?\b/, within: ["server/src/realtime"] }).length).toBeGreaterThan(50);
});
