import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../free-port.ts";
import { afterFile } from "../../testing/after-file.ts";
import { endChild, isRunning, startChild } from "../../testing/child-process.ts";
import { accepts, skipWithout } from "../../testing/child-server.test-support.ts";
import type { TestDovecot } from "./dovecot.test-support.ts";

/** Where Debian has its programs. */
const PROGRAMS = "/usr/lib/postfix/sbin";
/** How long it may take to start (ms). */
const START_TIMEOUT = 60_000;

interface PostfixOptions {
  /** The domains that it takes mail for: what comes goes into the mailbox before a plus sign. */
  domains: string[];
  users: string[];
  /** A line for the head of each mail that it takes. */
  prepends: string;
}

/** Postfix changes users, so it is left out where that is not allowed. */
export const skipWithoutPostfix = () => skipWithout("postfix") || (!process.env.REQUIRE_SERVERS && process.getuid?.() !== 0);

/** Starts a real Postfix for this test file, on loopback, that delivers into a Dovecot's mailboxes and nowhere else. */
export async function testPostfix({ maildirs }: TestDovecot, { domains, users, prepends }: PostfixOptions): Promise<{ port: number }> {
  const home = mkdtempSync(join(tmpdir(), "turnout-postfix-"));
  chmodSync(home, 0o755);
  const port = await freePort();
  const conf = join(home, "conf");
  for (const folder of [conf, join(home, "spool")]) mkdirSync(folder);
  const mailboxes = users.map((user) => `/^${user}(\\+.*)?@/ ${user}/\n`).join("");
  writeFileSync(join(home, "mailboxes"), mailboxes);
  writeFileSync(join(home, "clients"), `/./ PREPEND ${prepends}\n`);
  writeFileSync(join(conf, "master.cf"), services(port));
  writeFileSync(
    join(conf, "main.cf"),
    `compatibility_level = 3.6
queue_directory = ${home}/spool
data_directory = ${home}/data
daemon_directory = ${PROGRAMS}
maillog_file = ${home}/log
maillog_file_prefixes = ${home}
myhostname = mx.turnout.test
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
default_transport = error:nothing leaves this machine
recipient_delimiter = +
virtual_transport = virtual
virtual_mailbox_domains = ${domains.join(", ")}
virtual_mailbox_base = ${maildirs.folder}
virtual_mailbox_maps = regexp:${home}/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:${maildirs.uid}
virtual_gid_maps = static:${maildirs.gid}
smtpd_reject_unlisted_recipient = no
smtpd_client_restrictions = check_client_access regexp:${home}/clients
`,
  );
  await run(home, port);
  return { port };
}

async function run(home: string, port: number): Promise<void> {
  const conf = join(home, "conf");
  execFileSync("postfix", ["-c", conf, "check"], { stdio: "ignore" }); // makes its folders
  const server = startChild(join(PROGRAMS, "master"), ["-c", conf, "-d"], { stdio: "ignore" });
  afterFile(async () => {
    if (isRunning(server)) process.kill(-server.pid!, "SIGKILL"); // with all that it has started
    await endChild(server, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  });
  for (const deadline = Date.now() + START_TIMEOUT; !(await accepts(port)); await sleep(30)) {
    if (isRunning(server) && Date.now() < deadline) continue;
    const log = join(home, "log");
    throw new Error(`postfix does not accept connections: ${existsSync(log) ? readFileSync(log, "utf8") : "it has said nothing"}`);
  }
}

/** Those of its own file that this takes, none of them in a jail. */
function services(port: number): string {
  const internal = ["cleanup", "qmgr", "bounce", "defer:bounce", "trace:bounce", "rewrite:trivial-rewrite", "error", "retry:error"];
  const lines = internal.map((one) => {
    const [name, program = name] = one.split(":");
    const isPublic = name === "cleanup" || name === "qmgr";
    return `${name} unix ${isPublic ? "n" : "-"} - n - ${name === "qmgr" ? "1" : "0"} ${program}`;
  });
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    ...lines,
    "proxymap unix - - n - - proxymap",
    "anvil unix - - n - 1 anvil",
    "virtual unix - n n - - virtual",
    "postlog unix-dgram n - n - 1 postlogd",
    "",
  ].join("\n");
}
