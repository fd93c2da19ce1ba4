// npm start: from a fresh clone, or from whatever the last start left behind, to a server that answers.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildWeb, CannotGoOn, endWithChildren, prepare, root } from "./surroundings.mjs";

/** How often we look whether what started us is still there (ms). */
const WATCH = 1_000;

endWithChildren();
try {
  const surroundings = await prepare();
  await buildWeb(surroundings);
  serve(surroundings);
} catch (error) {
  console.error(error instanceof CannotGoOn ? error.message : error);
  process.exit(1);
}

function serve({ node, env }) {
  const launchers = launchersOf(process.ppid);
  const server = spawn(node, ["server/src/main.ts"], {
    cwd: root,
    // The channel tells the server when we are killed: it then stops by itself.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      NODE_COMPILE_CACHE: join(root, ".cache/node"),
      // Whoever starts it by hand looks for addresses, not for a line per request; LOG_LEVEL=info brings those back.
      LOG_LEVEL: "warn",
      ...env,
      TURNOUT_LAUNCHERS: [process.pid, ...launchers].join(","),
    },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, () => server.kill(signal));
  }
  const watch = setInterval(() => {
    if (!launchers.every(isAlive)) server.kill("SIGTERM");
  }, WATCH);
  server.once("exit", (code, signal) => {
    clearInterval(watch);
    if (signal) console.error(`The server was killed (${signal}). npm start brings it up again.`);
    process.exit(code ?? 1);
  });
}

/** npm, and the shell it puts between: killed without a chance to pass it on, they would leave us running unwatched. */
function launchersOf(pid) {
  if (!process.env.npm_lifecycle_event || !existsSync(`/proc/${pid}/cmdline`)) return [];
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
  if (/\bnpm\b/.test(command.split("\0")[0]) || command.includes("npm-cli")) return [pid];
  if (!/^\S*sh\0-c\0/.test(command)) return [];
  return [pid, ...launchersOf(parentOf(pid))];
}

function parentOf(pid) {
  return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]);
}

function isAlive(pid) {
  // A dead one that nobody has buried yet has no command line.
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
}
