import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../../server/src/free-port.ts";
import { endGroupAfterUs, endChild, isRunning, signal, startChild } from "../../../server/src/testing/child-process.ts";
import { Failed } from "../../failed.ts";
import { execute } from "../execute.ts";
import { javaHome } from "../java.ts";
import { mavenArtifact } from "../maven.ts";
import { toolCache } from "../tool-cache.ts";
import { askSonar, type AskSonar } from "./api.ts";

const VERSION = "26.9.0.129388";
const APPLICATION = {
  coordinates: `org.sonarsource.sonarqube:sonar-application:${VERSION}:zip`,
  sha256: "b7306f5ecfa6806753bc0eb0dc4ea11fe0ddd2c5a346592718814d6ec35b88cb",
};
/** Analysers of languages that we do not write; each costs time at every start. */
const KEPT = /^sonar-(javascript|html|text)-plugin/;
/** Elasticsearch refuses to run as root; this is `nobody` everywhere. */
const NOBODY = 65_534;
/** Longest start (s): a minute on an idle machine, seven on two cores with a load of 26. */
const START_WITHIN = 900;
const STOP_WITHIN = 30_000;

export interface Sonar {
  url: string;
  ask: AskSonar;
  stop(): Promise<void>;
}

/** SonarQube itself, on loopback, with an empty database that is gone afterwards. */
export async function startSonar(): Promise<Sonar> {
  const home = await unpackedSonar();
  const folder = mkdtempSync(join(tmpdir(), "turnout-sonar-"));
  for (const name of ["", "data", "logs", "temp"]) {
    if (name) mkdirSync(join(folder, name));
    if (isRoot) chownSync(join(folder, name), NOBODY, NOBODY);
  }
  const port = await freePort();
  const said = openSync(join(folder, "said.log"), "w");
  const server = startChild(join(javaHome(), "bin/java"), ["-Xmx64m", "-jar", `lib/sonar-application-${VERSION}.jar`], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      JAVA_HOME: javaHome(),
      SONAR_JAVA_PATH: join(javaHome(), "bin/java"),
      ...(await settings(folder, port)),
    },
    stdio: ["ignore", said, said],
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
  });
  // Its search engine, web server and worker are processes of the same group.
  const watch = endGroupAfterUs(server.pid!);
  const ask = askSonar(`http://127.0.0.1:${port}`);
  async function stop() {
    const late = setTimeout(() => signal(-server.pid!, "SIGKILL"), STOP_WITHIN);
    await endChild(server, "SIGTERM");
    clearTimeout(late);
    signal(-server.pid!, "SIGKILL");
    watch.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await untilUp(ask, () => isRunning(server));
  } catch (error) {
    const log = join(folder, "said.log");
    const last = readFileSync(log, "utf8").slice(-3_000);
    await stop();
    throw new Failed(`${(error as Error).message}\n${last}`);
  }
  return { url: `http://127.0.0.1:${port}`, ask, stop };
}

const isRoot = process.getuid?.() === 0;

async function settings(folder: string, port: number): Promise<Record<string, string>> {
  return {
    SONAR_PATH_DATA: join(folder, "data"),
    SONAR_PATH_LOGS: join(folder, "logs"),
    SONAR_PATH_TEMP: join(folder, "temp"),
    SONAR_WEB_HOST: "127.0.0.1",
    SONAR_WEB_PORT: String(port),
    SONAR_SEARCH_HOST: "127.0.0.1",
    SONAR_SEARCH_PORT: String(await freePort()),
    SONAR_ES_BOOTSTRAP_CHECKS_DISABLE: "true",
    SONAR_TELEMETRY_ENABLE: "false",
    SONAR_UPDATECENTER_ACTIVATE: "false",
    SONAR_SEARCH_JAVAOPTS: "-Xmx512m -Xms512m -XX:MaxDirectMemorySize=256m",
    SONAR_WEB_JAVAOPTS: "-Xmx640m -Xms128m",
    SONAR_CE_JAVAOPTS: "-Xmx768m -Xms128m",
  };
}

async function untilUp(ask: AskSonar, isAlive: () => boolean) {
  for (const deadline = Date.now() + START_WITHIN * 1_000; Date.now() < deadline; await sleep(1_000)) {
    if (!isAlive()) throw new Failed("SonarQube ended instead of starting");
    const { status } = await ask<{ status: string }>("GET", "system/status").catch(() => ({ status: "DOWN" }));
    if (status === "UP") return;
  }
  throw new Failed(`SonarQube was not up after ${START_WITHIN} s`);
}

/** Where SonarQube is, unpacked at the first call, owned by whom it runs as: it writes into its own folder. */
export async function unpackedSonar(): Promise<string> {
  const home = join(toolCache("sonarqube"), VERSION);
  if (existsSync(home)) return home;
  const archive = await mavenArtifact(APPLICATION);
  const own = mkdtempSync(join(toolCache("sonarqube"), "unpack-"));
  const { code, said } = await execute(join(javaHome(), "bin/jar"), ["--extract", "--file", archive], { cwd: own });
  if (code !== 0) throw new Failed(`SonarQube cannot be unpacked: ${said.slice(-400)}`);
  const root = join(own, `sonarqube-${VERSION}`);
  rmSync(join(root, "jres"), { recursive: true });
  const analysers = join(root, "lib/extensions");
  for (const name of readdirSync(analysers)) if (!KEPT.test(name)) rmSync(join(analysers, name));
  if (isRoot) execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, root]);
  renameSync(root, home);
  rmSync(own, { recursive: true });
  rmSync(archive);
  return home;
}
