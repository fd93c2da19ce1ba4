import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.ts";
import { afterFile } from "../testing/after-file.ts";
import { childServer } from "../testing/child-server.test-support.ts";

/** The rules that an email meets, with their points. */
export type Rules = Record<string, number>;

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "turnout-filter-"));
  afterFile(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** What SpamAssassin's rules about content say of each email, without asking the network. All emails are judged by one process. */
export async function judgedBySpamAssassin(mails: readonly string[]): Promise<Rules[]> {
  const folder = aFolder();
  // It takes those of a mailbox in an order of its own.
  const numbered = mails.map((raw, index) => `X-Mail-Number: ${index}\r\n${raw}`);
  const mbox = numbered.map(
    (raw) => `From MAILER Mon Jun 14 12:00:00 2027\n${raw.replaceAll("\r\n", "\n").replaceAll(/^(>*From )/gm, ">$1")}\n`,
  );
  const args = ["--local", "--test-mode", "--nocreate-prefs", "--cf=use_bayes 0", "--cf=use_auto_whitelist 0", "--mbox"];
  const env = { ...process.env, HOME: folder };
  const report = await output("spamassassin", [...args, `--prefs-file=${join(folder, "none")}`], env, mbox.join("\n"));
  const parts = report.split(/^From MAILER /m).slice(1);
  return mails.map((_mail, index) => rulesInReport(parts.find((part) => part.includes(`\nX-Mail-Number: ${index}\n`)) ?? ""));
}

/** Lines such as ` 0.0 HTML_MESSAGE  BODY: HTML included in message`, of the report that stands at each email's end. */
function rulesInReport(mail: string): Rules {
  const report = mail.slice(mail.lastIndexOf("Content analysis details:"));
  return Object.fromEntries(
    [...report.matchAll(/^\s*(-?\d+\.\d+) ([A-Z][A-Z\d_]+)\s/gm)].map(([, points, rule]) => [rule, Number(points)]),
  );
}

function output(program: string, args: string[], env: NodeJS.ProcessEnv, input: string): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "inherit"] });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.once("error", fail);
    child.once("close", () => done(Buffer.concat(said).toString()));
    child.stdin.end(input);
  });
}

/** Modules of rspamd that ask the network, remember earlier emails, or judge who delivers and not what. */
const WITHOUT = ["arc", "asn", "bimi", "clickhouse", "dkim", "dkim_signing", "dmarc", "fuzzy_check", "greylist", "history_redis", "mx_check", "neural", "phishing", "ratelimit", "rbl", "replies", "reputation", "rspamd_update", "spf", "surbl", "url_redirector"]; // prettier-ignore

/** A real rspamd on this machine; asks it for its rules on an email. */
export async function anRspamd(): Promise<(mail: string) => Promise<Rules>> {
  const folder = aFolder();
  const port = await freePort();
  const local = join(folder, "local.d");
  mkdirSync(local);
  const write = (name: string, text: string) => writeFileSync(join(local, name), text);
  write("worker-normal.inc", `bind_socket = "127.0.0.1:${port}"; count = 1;`);
  write("worker-controller.inc", "enabled = false; count = 0;");
  write("worker-proxy.inc", "enabled = false; count = 0;");
  const domains = join(folder, "domains");
  write(
    "options.inc",
    `dns { nameserver = ["127.0.0.1:1"]; timeout = 0.1s; retransmits = 1; }\ndisable_hyperscan = true;\nurl_tld = "${domains}";`,
  );
  writeFileSync(domains, "example\norg\ncom\n"); // compiling all there are takes a minute
  write("logging.inc", 'type = "console"; level = "error";');
  for (const module of WITHOUT) write(`${module}.conf`, "enabled = false;");
  const places = ["DBDIR", "RUNDIR", "LOGDIR"].map((name) => `--var=${name}=${folder}`);
  await childServer("rspamd", ["--no-fork", "--insecure", `--var=LOCAL_CONFDIR=${folder}`, ...places], port);
  return async (mail) => {
    const reply = await fetch(`http://127.0.0.1:${port}/checkv2`, { method: "POST", body: mail });
    const { symbols } = (await reply.json()) as { symbols: Record<string, { score: number }> };
    return Object.fromEntries(Object.entries(symbols).map(([rule, { score }]) => [rule, score]));
  };
}
