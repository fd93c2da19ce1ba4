/** Rules of SonarQube that do not apply here, each with the reason. */
export const rulesOff: Record<string, string> = {
  S1121: "a loop that reads until nothing is left says so in its condition",
  S2871: "names for machines are sorted by code units; `localeCompare` differs from one machine to the next",
  S3358: "a table of few cases, one to a line, reads as one; the formatter lays it out",
  S3735: "`void` marks a promise that nobody waits for; the linter demands it",
  S3776: "functions are kept small by review; what is beyond its number are readers of one format",
  S4323: "a name for a union that two places use says less than the union",
  S4624: "a template within a template is the shorter way to say an optional part",
  S5843: "counts the signs of a regular expression; each has its examples in a test, and what takes long is S8786",
  S6479: "lists whose rows have no identity but their place: lines of a text, empty fields",
  S6582: "`a && b` keeps an empty text that `a?.b` would turn into another value",
  S6754: "a setter is named for what it does, as in `choose`",
  S6759: "React itself refuses changed props",
  S6767: "counts props as unused that are passed on as a whole",
  S6819: "`role=status` is announced when it changes; `output` belongs to a form",
  S6822: "Safari does not announce a list without bullets as one unless its role is stated",
  S6847: "arrow keys within a list are heard by the list, whose rows have the focus",
  S6852: "in menus and tabs the items have the focus, one at a time (ARIA Authoring Practices)",
  S7718: "an error is named for what it means",
  S7727: "the type checker compares the parameters of what is passed to `map`",
  S7737: "defaults are read and never changed",
  S7747: "arguments are grouped by what belongs together",
  S7758: "what is counted are UTF-16 code units, or single bytes",
  S7767: "`| 0` makes a 32-bit integer, which `Math.trunc` does not",
  S7776: "lists of a handful of names, read once",
  S7778: "a line of output is a line of source",
  S7780: "an escaped sign is the usual way to write it",
  S7785: "an entry that awaits at its top level can wait for a chunk that imports it",
  S878: "two short statements of one arrow function",
};

/** A finding that stays at one place. */
interface AcceptedIssue {
  rule: string;
  /** Path pattern of SonarQube. */
  path: string;
  why: string;
}

const BOUNDED = "quadratic at worst, in a text that is short or that whoever waits for it has written";
const JITTER = "spreads retries in time; nobody gains by guessing it";

export const acceptedIssues: AcceptedIssue[] = [
  { rule: "typescript:S8786", path: "contract/src/guest-rows/**", why: `${BOUNDED}: a cell of a pasted list` },
  { rule: "typescript:S8786", path: "web/src/**", why: `${BOUNDED}: their own file or title` },
  { rule: "typescript:S8786", path: "server/src/accounts/password-hash.ts", why: `${BOUNDED}: the base64 of our own bytes` },
  { rule: "typescript:S8786", path: "server/src/http/client-network.ts", why: `${BOUNDED}: it has been recognised as an address` },
  { rule: "typescript:S8786", path: "server/src/mail/smtp-transport.ts", why: `${BOUNDED}: the sender that the settings name` },
  { rule: "typescript:S8786", path: "deploy/**", why: `${BOUNDED}: our own files` },
  { rule: "typescript:S2245", path: "server/src/redis/connect-redis.ts", why: JITTER },
  { rule: "typescript:S2245", path: "web/src/events/editor/autosave.ts", why: JITTER },
  { rule: "typescript:S2245", path: "web/src/live/**", why: JITTER },
  { rule: "typescript:S2245", path: "deploy/images/readers.ts", why: JITTER },
  { rule: "typescript:S1994", path: "contract/src/international-domain.ts", why: "the loop of RFC 3492, 6.1, as it is written there" },
  { rule: "typescript:S1994", path: "server/src/mail/smtp-session.ts", why: "reads replies until there is no whole one" },
  { rule: "typescript:S2310", path: "contract/src/guest-rows/pieces.ts", why: "skips what is in brackets" },
  { rule: "typescript:S6845", path: "web/src/chat/message-row.tsx", why: "arrow keys move the focus from message to message" },
  { rule: "typescript:S6478", path: "web/src/pages/invite-page.tsx", why: "a note is made of what only its caller knows" },
  { rule: "typescript:S6481", path: "web/src/ui/field.tsx", why: "whoever reads it is drawn anew anyway" },
  { rule: "typescript:S7763", path: "web/src/ui/cover.tsx", why: "the name is used in the file as well" },
  { rule: "typescript:S4043", path: "**/*.ts", why: "sorts a list that was made for it" },
  { rule: "typescript:S7754", path: "server/src/**", why: "a set of rows has `find` alone" },
  { rule: "typescript:S4036", path: "dev-database/src/**", why: "programs of the machine are found by its PATH, which its operator sets" },
  { rule: "typescript:S4036", path: "deploy/**", why: "programs of the machine are found by its PATH, which its operator sets" },
  { rule: "typescript:S5332", path: "server/src/mail/smtp-pool.ts", why: "the operator's own URL says whether it is smtp or smtps" },
  { rule: "typescript:S5332", path: "deploy/ops/**", why: "between containers of one machine, which speak no TLS" },
  {
    rule: "typescript:S1313",
    path: "deploy/drills/**",
    why: "an address of the benchmarks' network (RFC 2544), as somebody's of the outside",
  },
  { rule: "typescript:S1313", path: "server/src/push/endpoint.ts", why: "networks that are nobody's on the internet (RFC 6890)" },
  { rule: "typescript:S2245", path: "server/src/notifications/send-push.ts", why: JITTER },
  { rule: "typescript:S2245", path: "web/src/notifications/watch-unread.ts", why: JITTER },
  {
    rule: "typescript:S1874",
    path: "server/src/accounts/provider.ts",
    why: "marked so to be noticed: a provider without TLS has an issuer of http:",
  },
  {
    rule: "typescript:S6478",
    path: "web/src/events/questions/question-list.tsx",
    why: "buttons of a row are made of what only the list's owner knows",
  },
  { rule: "typescript:S6845", path: "web/src/guests/chart/chart.tsx", why: "what scrolls has to be reachable by keyboard" },
  { rule: "typescript:S4790", path: "server/src/wallet/pass-file.ts", why: "the manifest of a pass has SHA-1 by its format" },
  { rule: "typescript:S5332", path: "server/src/calendar/caldav/xml.ts", why: "the name of a namespace, where nothing is" },
  { rule: "typescript:S8786", path: "server/src/photos/queries.ts", why: `${BOUNDED}: 40 characters of a name` },
  { rule: "typescript:S7787", path: "server/src/telemetry/metrics.ts", why: "what a request has besides is declared there" },
  {
    rule: "typescript:S2245",
    path: "server/src/telemetry/open-telemetry.ts",
    why: "which traces are recorded; nobody gains by guessing it",
  },
  { rule: "typescript:S6851", path: "web/src/photos/photo-viewer.tsx", why: "of a photo nothing else is known than whose it is" },
  { rule: "typescript:S6564", path: "server/src/db/schema.ts", why: "the file is generated" },
];
