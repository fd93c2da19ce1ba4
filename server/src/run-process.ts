import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { CannotStart } from "./cannot-start.ts";
import { readConfig, type Config } from "./config.ts";
import { claimDataFolder, keptSecret, needsDataFolder, openDataFolder } from "./data-folder.ts";
import { openDatabase, type OpenDatabase } from "./db/open-database.ts";
import { freePort } from "./free-port.ts";
import { hiddenPartsOf, openSecrets, replaceables, replaceableSettings, type ReplaceableSettings } from "./replaceable-settings.ts";
import { secretsIn, type Secrets } from "./secrets.ts";
import { createLogger } from "./telemetry/logging.ts";
import { openTracing } from "./telemetry/open-tracing.ts";
import { secretsOf } from "./telemetry/redact.ts";
import { traceStatements } from "./telemetry/trace-statements.ts";
import { headersIn, type Tracing } from "./telemetry/tracing.ts";
import { trust } from "./tls/trusted-certificates.ts";
import { waitForPrimary, type Place } from "./wait-for-primary.ts";
import { watchSecretFiles, type SettingFiles, type Watching } from "./watch-secret-files.ts";

/** How long a shutdown may take, after SHUTDOWN_NOTICE, before the process exits anyway (ms). Acknowledged commands are committed, so nothing is lost. */
export const STOP_DEADLINE = 20_000;
/** How long to wait for a port that a stopping server still uses (ms). */
const PORT_PATIENCE = 2_000;

/** What a server gets at its start. */
export interface Surroundings {
  /** Those that may be replaced are as they stand at each moment. */
  config: Omit<Config, "secret" | "tracing" | keyof ReplaceableSettings> & ReplaceableSettings & { secret: Secrets };
  database: OpenDatabase;
  logger: Logger;
  /** Null: nothing is recorded. */
  tracing: Tracing | null;
  refusedSettings: SettingFiles["refused"];
  /** Shuts the process down gracefully, as a signal does. */
  stop: (reason: string) => void;
}

export interface Running {
  /** Goes on serving, unready, until load balancers have noticed; no longer than until `hurry` aborts. */
  leave?(hurry: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

type Serve = (surroundings: Surroundings) => Promise<Running>;

/**
 * Runs a server from reading its settings to the end of the process. Closes everything that was opened, in reverse, also
 * when the start fails halfway. Reports a failed start in one line and exits with a code other than 0.
 */
export async function runProcess(serve: Serve): Promise<void> {
  const opened: (() => Promise<void> | void)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = () =>
    (closing ??= (async () => {
      setTimeout(() => process.exit(1), STOP_DEADLINE).unref();
      // One that fails to close must not keep the others open.
      for (const close of opened.toReversed()) await (async () => close())().catch(failed);
    })());
  let logger: Logger | null = null;
  const failed = (error: unknown) => {
    // Not printed as it is: errors of the database quote values.
    if (logger) logger.fatal({ error }, "unexpected");
    else console.error(error);
    process.exitCode = 1;
  };
  let stopWanted: string | undefined;
  let stopNow = () => {};
  const hurry = new AbortController();
  const ending = new AbortController();
  const stop = (reason: string) => {
    // An orchestrator has time; a person at a terminal, or a process that is broken, has not.
    if (reason !== "SIGTERM") hurry.abort();
    stopWanted ??= reason;
    ending.abort();
    stopNow();
  };

  process.on("uncaughtException", (error) => {
    failed(error);
    stop("an uncaught error");
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  // The IPC channel to the launcher closes when the launcher is killed.
  process.once("disconnect", () => stop("the launcher is gone"));
  try {
    const running = await open(serve, opened, { stop, ending: ending.signal, onLogger: (made) => (logger = made) });
    if (!stopWanted) {
      await new Promise<void>((done) => (stopNow = done));
      await running.leave?.(hurry.signal);
    }
    await closeAll();
    process.exit(process.exitCode ?? 0);
  } catch (error) {
    const wasAsked = ending.signal.aborted && error === ending.signal.reason;
    if (!wasAsked) console.error(reasonOf(error));
    await closeAll();
    process.exit(wasAsked ? 0 : 1);
  }
}

interface Opening {
  stop: Surroundings["stop"];
  /** Aborted when the process has been asked to stop. */
  ending: AbortSignal;
  onLogger(logger: Logger): void;
}

async function open(serve: Serve, opened: (() => Promise<void> | void)[], { stop, ending, onLogger }: Opening): Promise<Running> {
  const config = await withPort(readConfig(process.env));
  const folder = needsDataFolder(config) ? openDataFolder(config.dataFolder) : config.dataFolder;
  if (!config.databaseUrl) opened.push(await claimDataFolder(folder, launchers()));
  if (config.roles.includes("api")) await requirePort(config);

  trust(config.tlsCa);
  const replaceable = replaceableSettings(config);
  if (replaceable.databaseUrl)
    await waitForPrimary(replaceable.databaseUrl, {
      places: placesOf(config, replaceable),
      signal: ending,
      tell: (what) => console.error(what),
    });
  let logger: Logger | null = null;
  const onLostSpans = (error: unknown) => logger?.warn({ error }, "traces cannot be exported; what is recorded meanwhile is lost");
  const tracing = config.tracing && (await openTracing(config.tracing, onLostSpans));
  if (tracing) opened.push(() => tracing.close());
  const database = await openDatabase(
    { ...config, databaseUrl: replaceable.databaseUrl, dataFolder: folder },
    {
      onFailure: (what) => console.error(what),
      recording: tracing ? traceStatements(tracing) : undefined,
      onLost(error) {
        console.error(`Turnout stops: ${error.message}`);
        process.exitCode = 1;
        stop("the database is lost");
      },
    },
  );
  opened.push(() => database.close());
  const givenSecret = config.secret ?? keptSecret(folder);
  const keys = [config.tls?.key, config.inboundTls?.key, config.dkim?.key, config.wallet?.key].filter((key) => key !== undefined);
  const urls = [config.databaseUrl, config.redisUrl, config.smtpUrl, config.inboundMailbox];
  const { mailgunKey, postmarkSecret, sendgridKey } = config.reports;
  const shared = [config.inboundWebhookSecret, config.oidc?.clientSecret, mailgunKey, postmarkSecret, sendgridKey];
  const given = [givenSecret, ...shared.map((one) => one ?? "")].flatMap(secretsIn);
  const forCollector = Object.values(headersIn(config.tracing?.headers ?? ""));
  const hidden = new Set(secretsOf({ secrets: [...given, ...keys, ...forCollector], urls }));
  logger = createLogger(config.logLevel, { secrets: hidden });
  onLogger(logger);
  const { secrets: secret, replaceable: replaceableSecret } = await openSecrets(database.db, givenSecret, logger);
  const onRead: Watching["onRead"] = (name, text) => hiddenPartsOf(name, text).forEach((one) => hidden.add(one));
  const settingFiles = watchSecretFiles(process.env, [...replaceables(replaceable), replaceableSecret], { logger, onRead });
  opened.push(() => settingFiles.stop());
  const inForce = { ...config, ...replaceable, dataFolder: folder, secret };
  const server = await serve({ config: inForce, database, logger, tracing, refusedSettings: settingFiles.refused, stop });
  opened.push(() => server.close());
  return server;
}

/** Where this process will listen. */
function placesOf({ roles, port, host, metricsPort, metricsHost }: Config, { tls }: Pick<ReplaceableSettings, "tls">): Place[] {
  const own = roles.includes("api") ? [{ port, host, tls }] : [];
  return metricsPort === null ? own : [...own, { port: metricsPort, host: metricsHost }];
}

/** Ids of the processes between this one and the typed command, as the launcher lists them. */
function launchers(): number[] {
  return (process.env.TURNOUT_LAUNCHERS ?? "").split(",").filter(Boolean).map(Number);
}

/** Replaces port 0 by a free one: links contain the port before the server listens. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const port = await freePort(0, config.host);
  return { ...config, port, publicUrl: config.publicUrl.replace(/^(https?:\/\/localhost):0$/, `$1:${port}`) };
}

/** Rejects before anything is started if the port is in use. */
async function requirePort({ port, host }: Config) {
  const deadline = Date.now() + PORT_PATIENCE;
  for (;;) {
    try {
      return await freePort(port, host);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

function reasonOf(error: unknown): string {
  if (process.env.LOG_LEVEL === "debug" && !(error instanceof CannotStart)) console.error(error);
  const { code, address, port, message } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const place = `${address}:${port}`;
  if (code === "EADDRINUSE")
    return `Turnout cannot start: port ${port} is in use: stop the program that has it, or set PORT to another one`;
  if (code === "EACCES" && port) return `Turnout cannot start: ${place} is not open to this user: set PORT to one above 1023`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return `Turnout cannot start: HOST is not an address of this machine`;
  return `Turnout cannot start: ${(message || code || String(error)).split("\n")[0]}`;
}
