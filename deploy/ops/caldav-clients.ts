import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../containers.ts";
import { Failed } from "../failed.ts";
import { pythonTool } from "../gates/locked-tools.ts";

export const about = "Has two calendar clients, caldav and vdirsyncer, read the calendar of a real server by CalDAV";
export const usage = "";

const execute = promisify(execFile);
const USER = "ada@example.org";

export async function run(): Promise<void> {
  // Not at the top: the list of commands reads no journeys.
  const { startServer } = await import("../../e2e/src/support/server-process.ts");
  const vdirsyncer = await pythonTool("caldav-clients", { program: "vdirsyncer" });
  const server = await startServer({ SEED: "yes" });
  const lab = mkdtempSync(join(tmpdir(), "turnout-caldav-"));
  try {
    const account = await accountAt(server.url, server.said());
    const titles = await account.titles();
    if (titles.length === 0) throw new Failed("the calendar has no entry, so reading it shows nothing");
    await readByLibrary(join(dirname(vdirsyncer), "python"), server.url, account.password, titles);
    const folder = openFolder(lab, vdirsyncer, server.url, account.password);
    await folder.sync("discover");
    await folder.sync("sync");
    expectSame("vdirsyncer, at first", folder.titles(), titles);
    const renamed = await account.rename("Brunch by the river");
    await folder.sync("sync");
    expectSame("vdirsyncer, after a change", folder.titles(), renamed);
  } finally {
    rmSync(lab, { recursive: true, force: true });
    await server.close();
  }
}

/** The example's host, and the secret of their calendar. */
async function accountAt(url: string, said: string) {
  const [, password] = new RegExp(`${USER}\\s+(\\S+)`).exec(said) ?? [];
  const headers: Record<string, string> = { "content-type": "application/json", origin: url };
  async function ask<Reply>(method: string, path: string, body?: object): Promise<Reply> {
    const reply = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!reply.ok) throw new Failed(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    const cookies = reply.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
    if (cookies.length > 0) headers.cookie = cookies.join("; ");
    return (await reply.json()) as Reply;
  }
  await ask("POST", "/api/auth/sign-in", { email: USER, password });
  const { url: feed } = await ask<{ url: string }>("POST", "/api/calendar-feed", { renew: false });
  const titles = async () => titlesIn(await (await fetch(feed)).text());
  return {
    password: /([\w-]+)\.ics$/.exec(feed)![1]!,
    titles,
    async rename(title: string) {
      const [, eventId] = /UID:([\da-f-]{36})@/.exec(await (await fetch(feed)).text())!;
      await ask("PATCH", `/api/events/${eventId}`, { commandId: crypto.randomUUID(), fields: { title } });
      return titles();
    },
  };
}

async function readByLibrary(python: string, url: string, password: string, titles: string[]) {
  const script = join(root, "deploy/calendar-readers/read_caldav.py");
  const { stdout } = await execute(python, ["-W", "ignore", script, `${url}/caldav/`, USER, password]);
  const said = Object.fromEntries(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => [line.split("\t", 1)[0]!, line.split("\t").slice(1)]),
  );
  expectSame("caldav, all entries", said["all"]!, titles);
  expectSame("caldav, entries of this century", said["within"]!, titles);
  expectSame("caldav, entries before", said["before"]!, ["0"]);
  expectSame("caldav, changes by token", said["synced"]!, [String(titles.length)]);
  expectSame("caldav, whether it could write", said["written"]!, ["no"]);
}

/** A folder that vdirsyncer keeps in step with the calendar. */
function openFolder(lab: string, vdirsyncer: string, url: string, password: string) {
  const config = join(lab, "config");
  writeFileSync(
    config,
    `[general]
status_path = "${lab}/status/"
[pair calendar]
a = "folder"
b = "server"
collections = [["events", "events", "events"]]
conflict_resolution = "b wins"
[storage folder]
type = "filesystem"
path = "${lab}/entries/"
fileext = ".ics"
[storage server]
type = "caldav"
url = "${url}/"
username = "${USER}"
password = "${password}"
read_only = true
`,
  );
  return {
    async sync(command: "discover" | "sync") {
      // It asks whether it may make the folder.
      await execute("sh", ["-c", `yes | "$0" --config "$1" ${command}`, vdirsyncer, config]);
    },
    titles() {
      const entries = join(lab, "entries/events");
      return readdirSync(entries).flatMap((file) => titlesIn(readFileSync(join(entries, file), "utf8")));
    },
  };
}

const titlesIn = (text: string) =>
  [...text.matchAll(/^SUMMARY:(.+?)\r?$/gm)].map(([, title]) => title!.replaceAll(/\\([,;\\])/g, "$1")).toSorted();

function expectSame(what: string, found: string[], expected: string[]) {
  if (JSON.stringify(found.toSorted()) !== JSON.stringify(expected.toSorted()))
    throw new Failed(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  console.log(`✓ ${what}`);
}
