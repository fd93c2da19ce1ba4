import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../server/src/free-port.ts";
import { endGroupAfterUs, isRunning, signal, startChild } from "../../server/src/testing/child-process.ts";
import { Failed } from "../failed.ts";
import { javaHome } from "../gates/java.ts";
import { unpackedSonar } from "../gates/sonar/server.ts";

/** Longest start (s): half a minute on an idle machine. */
const START_WITHIN = 300;
/** Elasticsearch refuses to run as root; this is `nobody` everywhere. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

export interface ElasticsearchServer {
  url: string;
  /** Kills it with everything it has started, and waits until the port is closed. */
  kill(): Promise<void>;
  /** Starts it on the same data, and waits until it answers. */
  start(): Promise<void>;
}

/** The Elasticsearch that SonarQube brings along, on loopback, with its data in this folder. Not started yet. */
export async function elasticsearchServer(folder: string): Promise<ElasticsearchServer> {
  const home = await installed(folder);
  const [port, transport] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, "config/elasticsearch.yml"), settings(folder, port, transport));
  let child: ReturnType<typeof startChild> | undefined;
  let watch: ReturnType<typeof endGroupAfterUs> | undefined;
  return {
    url,
    async kill() {
      if (!child) return;
      signal(-child.pid!, "SIGKILL");
      await until(10, "Elasticsearch ends", async () => !(await answers(url)) && !isRunning(child));
      watch?.kill("SIGKILL");
      child = undefined;
    },
    async start() {
      const said = openSync(join(folder, "said.log"), "a");
      const env = {
        PATH: process.env.PATH,
        ES_JAVA_HOME: javaHome(),
        ES_PATH_CONF: join(folder, "config"),
        ES_JAVA_OPTS: "-Xms512m -Xmx512m",
      };
      const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
      child = startChild(join(home, "bin/elasticsearch"), [], { cwd: home, env, stdio: ["ignore", said, said], ...user });
      watch = endGroupAfterUs(child.pid!);
      await until(START_WITHIN, "Elasticsearch answers", async () => {
        if (!isRunning(child)) throw new Failed(`Elasticsearch ended:\n${readFileSync(join(folder, "said.log"), "utf8").slice(-2_000)}`);
        return answers(url);
      });
    },
  };
}

const answers = (url: string) =>
  fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Its own copy: it asks that nothing it is made of lies below a folder it writes to. */
async function installed(folder: string): Promise<string> {
  const sonar = await unpackedSonar();
  const [source, home] = [join(sonar, "elasticsearch"), join(folder, "home")];
  for (const name of ["home", "config", "data", "logs", "tmp"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["bin", "lib", "modules", "plugins"]) cpSync(join(source, name), join(home, name), { recursive: true });
  copyFileSync(join(sonar, "bin/elasticsearch"), join(home, "bin/elasticsearch"));
  for (const name of readdirSync(join(home, "bin"))) chmodSync(join(home, "bin", name), 0o755);
  copyFileSync(join(source, "config/log4j2.properties"), join(folder, "config/log4j2.properties"));
  const options = readFileSync(join(source, "config/jvm.options"), "utf8").replace("${ES_TMPDIR}", join(folder, "tmp"));
  writeFileSync(join(folder, "config/jvm.options"), options);
  chmodSync(folder, 0o755);
  if (isRoot) for (const name of ["config", "data", "logs", "tmp"]) chownSync(join(folder, name), NOBODY, NOBODY);
  return home;
}

const settings = (folder: string, port: number, transport: number) =>
  [
    "discovery.type: single-node",
    "http.host: 127.0.0.1",
    "transport.host: 127.0.0.1",
    `http.port: ${port}`,
    `transport.port: ${transport}`,
    `path.data: ${folder}/data`,
    `path.logs: ${folder}/logs`,
    "xpack.security.enabled: false",
    "node.store.allow_mmap: false",
    // The disk of the machine that tries it may be nearly full.
    "cluster.routing.allocation.disk.threshold_enabled: false",
    "",
  ].join("\n");

export async function until(seconds: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await sleep(200)) if (await isSo()) return;
  throw new Failed(`not within ${seconds} s: ${what}`);
}
