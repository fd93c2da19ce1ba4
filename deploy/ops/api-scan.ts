import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failed } from "../failed.ts";
import { execute } from "../gates/execute.ts";
import { inScratch, pythonTool } from "../gates/locked-tools.ts";
import { startTarget, type Scanned } from "../gates/dast/target.ts";
import { openPlantedApi } from "../gates/planted-api.ts";

export const about = "Tries the whole API against its document by Schemathesis, as a host, as a guest and along its links: 0 failures";
export const usage = "[--planted | --product]";

/** Fixed, so that a failure can be had again. */
const SEED = "7";
/** Fewest requests of a role: with fewer, most were left out or the scan was not signed in. */
const LEAST_REQUESTS = { host: 2_000, guest: 2_000, links: 100 };

/** These take away what the others need; the scan along the links makes its own. */
const ending = ["signOut", "deleteAccount", "endOtherSessions", "cancelEvent", "removeHost", "removeGuest", "deleteMessage"];
/** What is asked of these can only be guessed by a scan. */
const guessing = ["redeemRecoveryCode", "addPasskey", "signInWithPasskey"];
/** Leads on to another site, which is nobody's to scan. */
const elsewhere = ["openCalendarService"];

interface Role {
  cookie: "session" | "visit";
  /** Whether requests are about the event that is there, or about what the scan has made. */
  isPinned: boolean;
  args: string[];
}

const without = (operations: string[]) => operations.flatMap((name) => ["--exclude-operation-id", name]);
const values = ["--phases", "coverage,fuzzing", "--max-examples", "8", ...without([...ending, ...elsewhere])];
/** Along the links first: how far it gets depends on what is there already, and the others leave much. */
const roles: Record<keyof typeof LEAST_REQUESTS, Role> = {
  links: {
    cookie: "session",
    isPinned: false,
    args: ["--phases", "stateful", "--max-examples", "60", ...without([...ending.slice(0, 3), ...elsewhere])],
  },
  host: { cookie: "session", isPinned: true, args: values },
  guest: { cookie: "visit", isPinned: true, args: values },
};

export async function run(args: string[]): Promise<void> {
  const schemathesis = await pythonTool("schemathesis");
  if (!args.includes("--product")) await whileOpen(openPlantedApi, (scanned, folder) => findPlanted(schemathesis, folder, scanned));
  if (!args.includes("--planted")) await whileOpen(startTarget, (scanned, folder) => scanProduct(schemathesis, folder, scanned));
}

async function whileOpen(open: () => Promise<Scanned>, use: (scanned: Scanned, folder: string) => Promise<void>) {
  const scanned = await open();
  try {
    await inScratch((folder) => use(scanned, folder));
  } finally {
    await scanned.stop();
  }
}

/** A scan that finds nothing in an API that breaks its document in every way has looked at nothing. */
async function findPlanted(schemathesis: string, folder: string, scanned: Scanned) {
  const { said } = await scan(schemathesis, folder, { cookie: "session", isPinned: false, args: ["--max-examples", "5"] }, scanned);
  const kinds = {
    "a status that the document does not tell": "ST103",
    "an answer against its schema": "ST108",
    "a request that the schema forbids": "ST201",
    "a cookie that nobody asks for": "refuses_without_cookies",
    "a method without 405": "ST204",
    "a failure of the server": "ST101",
  };
  const missed = Object.entries(kinds).filter(([, told]) => !said.includes(told));
  if (missed.length > 0)
    throw new Failed(`Schemathesis does not find what is planted: ${missed.map(([kind]) => kind).join(", ")}\n${said}`);
  console.log(`Schemathesis: all ${Object.keys(kinds).length} planted faults found`);
}

async function scanProduct(schemathesis: string, folder: string, scanned: Scanned) {
  for (const [name, role] of Object.entries(roles)) {
    const { code, said } = await scan(schemathesis, folder, role, scanned);
    const made = Number(/(\d+) generated/.exec(said)?.[1] ?? 0);
    if (code !== 0)
      throw new Failed(`Schemathesis as ${name}:\n${said.slice(Math.max(0, said.search(/= (?:ERRORS|FAILURES) =/))).slice(0, 20_000)}`);
    if (made < LEAST_REQUESTS[name as keyof typeof roles]) throw new Failed(`Schemathesis as ${name} made only ${made} requests:\n${said}`);
    console.log(`Schemathesis as ${name}: ${made} requests, 0 failures`);
  }
}

function scan(schemathesis: string, folder: string, { cookie, isPinned, args }: Role, { url, direct, ids, image, ...cookies }: Scanned) {
  const config = join(folder, "schemathesis.toml");
  const pinned = Object.entries(ids).map(([name, id]) => `"path.${name}" = "${id}"`);
  writeFileSync(
    config,
    `headers = { Origin = "${url}" }
[auth.openapi.${cookie}]
api_key = "${cookies[cookie]}"
[parameters]
${isPinned ? pinned.join("\n") : ""}
# It takes 401 and 403 only; ours, in the hooks, also 404, by which a private event says nothing of itself.
[checks.ignored_auth]
enabled = false
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 422, 429]
# A wrong code or passkey is refused as such, whatever its shape.
${guessing.map((operation) => `[[operations]]\ninclude-operation-id = "${operation}"\nchecks.positive_data_acceptance.expected-statuses = ["2xx", 400, 401, 403]`).join("\n")}
`,
  );
  const hooks = join(import.meta.dirname, "../gates/schemathesis_hooks.py");
  const env = { SCHEMATHESIS_HOOKS: hooks, SCAN_IMAGE: image, HYPOTHESIS_STORAGE_DIRECTORY: join(folder, "examples") };
  const fixed = ["--config-file", config, "run", `${direct}/api/openapi.json`, "--url", direct, "--seed", SEED, "--continue-on-failure"];
  return execute(schemathesis, [...fixed, ...args], { cwd: folder, env });
}
