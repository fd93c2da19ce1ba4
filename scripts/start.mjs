// npm start: prepares a checkout, fresh or used, and runs the server.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { buildServer, buildWeb, CannotGoOn, endWithChildren, prepare, root } from "./surroundings.mjs";

/** How often to check that the parent processes are alive (ms). */
const WATCH = 1_000;

endWithChildren();
try {
  const surroundings = await prepare();
  const [start] = await Promise.all([buildServer(surroundings), buildWeb(surroundings)]);
  serve(start, surroundings);
} catch (error) {
  console.error(error instanceof CannotGoOn ? error.message : error);
  process.exit(1);
}

function serve(start, { node, env }) {
  const launchers = launchersOf(process.ppid);
  const server = spawn(node, [start], {
    cwd: root,
    // The IPC channel closes when this process is killed; the server then stops.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      // In a terminal, a line per request would hide the printed addresses; LOG_LEVEL=info shows them.
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

/** npm and the shell that it starts: when they are killed, no signal reaches this process. */
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
  // A zombie has no command line.
  return existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
}
