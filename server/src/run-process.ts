import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart, readConfig, type Config } from "./config.ts";
import { claimDataFolder, keptSecret, openDataFolder } from "./data-folder.ts";
import { openDatabase, type OpenDatabase } from "./db/open-database.ts";
import { freePort } from "./free-port.ts";

/** How long a stop may take before the process ends anyway (ms). What is acknowledged is committed, so nothing is lost. */
export const STOP_DEADLINE = 20_000;
/** How long a port may stay in use by a server that is on its way out (ms). */
const PORT_PATIENCE = 2_000;

/** What a server is given to work with. */
export interface Surroundings {
  config: Config & { secret: string };
  database: OpenDatabase;
  /** Ends the process in good order, as a signal would. */
  stop: (reason: string) => void;
}

/** A server that answers, until it is closed. */
export interface Running {
  close(): Promise<void>;
}

type Serve = (surroundings: Surroundings) => Promise<Running>;

/**
 * Runs a server from its settings to its end. Whatever it takes is opened before and closed after it, also when the
 * start fails halfway. A reason not to start is one line and a code that is not 0.
 */
export async function runProcess(serve: Serve): Promise<void> {
  const opened: (() => Promise<void> | void)[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = () =>
    (closing ??= (async () => {
      setTimeout(() => process.exit(1), STOP_DEADLINE).unref();
      // Whatever one of them says, the ones below it are closed too: a server left running would be in the way.
      for (const close of opened.toReversed()) await (async () => close())().catch(failed);
    })());
  const failed = (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  };
  let stopWanted: string | undefined;
  let stopNow = () => {};
  const stop = (reason: string) => {
    stopWanted ??= reason;
    stopNow();
  };

  process.on("uncaughtException", (error) => {
    failed(error);
    stop("an error nobody handled");
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(signal));
  // The launcher holds a channel to us; it closes when the launcher is killed.
  process.once("disconnect", () => stop("the launcher is gone"));
  try {
    await open(serve, opened, stop);
    if (!stopWanted) await new Promise<void>((done) => (stopNow = done));
    await closeAll();
    process.exit(process.exitCode ?? 0);
  } catch (error) {
    console.error(reasonOf(error));
    await closeAll();
    process.exit(1);
  }
}

async function open(serve: Serve, opened: (() => Promise<void> | void)[], stop: Surroundings["stop"]) {
  const config = await withPort(readConfig(process.env));
  const folder = openDataFolder(config.dataFolder);
  if (!config.databaseUrl) opened.push(await claimDataFolder(folder, launchers()));
  if (config.roles.includes("api")) await requirePort(config);

  const database = await openDatabase(
    { ...config, dataFolder: folder },
    {
      onTrouble: (what) => console.error(what),
      onLost(error) {
        console.error(`Turnout stops: ${error.message}`);
        process.exitCode = 1;
        stop("the database is lost");
      },
    },
  );
  opened.push(() => database.close());
  const secret = config.secret ?? keptSecret(folder);
  const server = await serve({ config: { ...config, dataFolder: folder, secret }, database, stop });
  opened.push(() => server.close());
}

/** The processes between us and the command somebody typed, as the launcher names them. */
function launchers(): number[] {
  return (process.env.TURNOUT_LAUNCHERS ?? "").split(",").filter(Boolean).map(Number);
}

/** Port 0 becomes a free one here, because links need to know it before anything listens. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const port = await freePort(0, config.host);
  return { ...config, port, publicUrl: config.publicUrl === "http://localhost:0" ? `http://localhost:${port}` : config.publicUrl };
}

/** Says no before anything is started, rather than after. */
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
