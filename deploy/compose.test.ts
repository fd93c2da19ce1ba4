import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../server/src/config.ts";
import { secretSettings, settings } from "../server/src/config/settings.ts";
import { STOP_DEADLINE } from "../server/src/run-process.ts";
import { BULK_MAIL_CONNECTIONS, LOOK_UP_CONNECTIONS, POOL_SIZE, WRITERS } from "../server/src/db/connect.ts";
import { HELPER_CONNECTIONS, JOB_CONNECTIONS } from "../server/src/jobs/jobs.ts";
import { fileSetting } from "../server/src/secret-files.ts";
import { skipWithout } from "../server/src/testing/child-server.test-support.ts";
import { readComposeFile, startOrder, unknownKeys, variablesOf, withVariables, type ComposeFile, type Service } from "./compose-file.ts";
import { root } from "./containers.ts";
import { instructionsOf, PINNED, stagesOf } from "./docker/rules.ts";
import { makeSecrets } from "./ops/secrets.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-compose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
makeSecrets(folder, () => {});

const read = (name: string) => readFileSync(join(root, name), "utf8");
const compose = readComposeFile("compose.yaml");
const [elk, edge] = [readComposeFile("compose.elk.yaml"), readComposeFile("compose.edge.yaml")];
/** All files merged as Compose merges them, as far as needed here. */
const together: ComposeFile = {
  services: Object.fromEntries(
    [...new Set([compose, elk, edge].flatMap((file) => Object.keys(file.services)))].map((name) => {
      const [first, second] = [compose.services[name], { ...elk.services, ...edge.services }[name]];
      return [name, { ...first, ...second, depends_on: { ...first?.depends_on, ...second?.depends_on } } as Service];
    }),
  ),
};
const services = Object.entries(compose.services);
const ourServers = services.filter(([, { build }]) => build?.target === "server");

test("the system is complete: two api servers, a worker, their services and their monitoring", () => {
  const names = ["alertmanager", "api-1", "api-2", "database", "grafana", "mail", "prometheus", "valkey", "web", "worker"];
  expect(Object.keys(compose.services).sort()).toEqual(names);
  expect(ourServers.map(([name, { environment }]) => [name, environment!.ROLES])).toEqual([
    ["worker", "worker"],
    ["api-1", "api"],
    ["api-2", "api"],
  ]);
});

test("no key is misspelt; control: a misspelt one is found", () => {
  expect([compose, elk, edge].flatMap(unknownKeys)).toEqual([]);
  expect(unknownKeys({ services: { web: { image: "x", evironment: {} } as unknown as Service } })).toEqual(["web.evironment"]);
});

describe.each(ourServers)("%s", (name, { environment, secrets = [], stop_grace_period }) => {
  test("has only settings that the server knows, with valid values", () => {
    const known = [...Object.keys(settings), ...secretSettings.map(fileSetting)];
    expect(Object.keys(environment!).filter((one) => !known.includes(one))).toEqual([]);
    const here = Object.fromEntries(Object.entries(environment!).map(([key, value]) => [key, value.replace("/run/secrets", folder)]));
    const config = readConfig(here);
    expect(config).toMatchObject({ roles: [environment!.ROLES], mailbox: "nobody", seed: false, redisUrl: "redis://valkey:6379" });
    expect(new URL(config.databaseUrl!).hostname).toBe("database");
  });

  test("gets its secrets from files, each of which is mounted", () => {
    const files = Object.values(environment!).filter((value) => value.startsWith("/run/secrets/"));
    expect(files.map((path) => path.replace("/run/secrets/", "")).sort()).toEqual(secrets.toSorted());
  });

  test("has a grace period longer than notice and shutdown take", () => {
    const { shutdownNotice } = readConfig({ TRUSTED_HOPS: "1" });
    expect(Number(stop_grace_period!.replace(/s$/, "")) * 1_000, name).toBeGreaterThan(shutdownNotice + STOP_DEADLINE);
  });
});

test("every secret is made by `npm run ops -- secrets`, and the file contains none", () => {
  const made = readdirSync(folder).sort();
  expect(Object.keys(compose.secrets!).sort()).toEqual(made);
  for (const [name, { file }] of Object.entries(compose.secrets!)) expect(file).toBe(`./deploy/secrets/${name}`);
  const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
  expect([...used].sort()).toEqual(made);
  expect(read("compose.yaml")).not.toMatch(/(PASSWORD|SECRET|TOKEN)\w*: (?!\/run\/secrets\/)\S/);
});

test("every variable is in .env.example, with its default", () => {
  const example = new Map(
    read(".env.example")
      .split("\n")
      .flatMap((line) => {
        const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
        return name ? [[name, value!] as const] : [];
      }),
  );
  const used = variablesOf(["compose.yaml", "compose.elk.yaml", "compose.edge.yaml"].map(read).join(""));
  expect(Object.fromEntries(example)).toEqual(Object.fromEntries(used));
});

test("PORT leads to the proxy as a port of all addresses, as one of this machine for a proxy of one's own, and of an address", () => {
  const { ports } = parse(read("compose.yaml")).services.web as Service;
  const published = (PORT?: string) => ports!.map((one) => withVariables(one, PORT === undefined ? {} : { PORT }));
  expect(published()).toEqual(["127.0.0.1:8080:8080"]);
  expect(published("80")).toEqual(["80:8080"]);
  expect(published("127.0.0.1:9080")).toEqual(["127.0.0.1:9080:8080"]);
  expect(published("[::1]:9080")).toEqual(["[::1]:9080:8080"]);
});

test("the database takes the connections of all processes, and of who looks", () => {
  const aProcess = POOL_SIZE + LOOK_UP_CONNECTIONS + WRITERS + JOB_CONNECTIONS + BULK_MAIL_CONNECTIONS + HELPER_CONNECTIONS;
  const [, about, most] = /up to (\d+):.*\nmax_connections = (\d+)$/m.exec(read("deploy/docker/database/postgresql.conf"))!;
  expect(Number(about)).toBe(aProcess);
  expect(Number(most)).toBeGreaterThanOrEqual(aProcess * ourServers.length + 10);
});

test("our images are built here and never looked for in a registry, where anybody may have put one of that name", () => {
  const ours = services.filter(([, { build }]) => build);
  expect(ours.map(([name, one]) => [name, one.pull_policy])).toEqual(ours.map(([name]) => [name, "never"]));
});

test("third-party images are pinned by digest; ours are built from existing stages", () => {
  for (const [name, { image, build }] of Object.entries({ ...compose.services, ...elk.services, ...edge.services })) {
    if (name in compose.services && !compose.services[name]!.image) continue;
    if (!build) {
      if (image) expect(image, name).toMatch(PINNED);
      continue;
    }
    const stages = stagesOf(instructionsOf(read(build.dockerfile))).map((stage) => stage.name);
    expect(stages, name).toContain(build.target ?? stages.at(-1));
  }
});

test("each service waits until its dependencies are healthy, and there is no cycle, with the other files too", () => {
  expect(startOrder(together)).not.toBeNull();
  for (const [name, { depends_on = {} }] of Object.entries(together.services)) {
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      expect(condition, `${name} → ${needed}`).toBe("service_healthy");
      const { healthcheck, build } = together.services[needed]!;
      expect(healthcheck !== undefined || build !== undefined, `${needed} has a health check`).toBe(true);
    }
  }
  const order = startOrder(together)!;
  const comesAfter = (later: string, earlier: string) => order.indexOf(later) > order.indexOf(earlier);
  expect(["database", "valkey", "mail"].every((earlier) => comesAfter("worker", earlier))).toBe(true);
  // The worker applies migrations.
  expect(comesAfter("api-1", "worker") && comesAfter("api-2", "worker") && comesAfter("web", "api-2")).toBe(true);
  expect(startOrder({ services: { a: waitingFor("b"), b: waitingFor("a") } })).toBeNull();
});

const waitingFor = (name: string): Service => ({ image: "x", depends_on: { [name]: { condition: "service_healthy" } } });

test.each([...services, ...Object.entries(edge.services)])(
  "%s runs restricted and with limits, and is reached from this machine only",
  (name, one) => {
    expect(one).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"], pids_limit: 200 });
    expect(one.mem_limit).toMatch(/^\d+[mg]$/);
    for (const port of one.ports ?? [])
      expect(port, "who may reach it from elsewhere is for the operator to say").toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    if (["database", "valkey", "api-1", "api-2"].includes(name))
      expect([one.ports, one.networks!.includes("outside")]).toEqual([undefined, false]);
  },
);

test("the proxy lists every api server, and Prometheus every process, with their ports", () => {
  const image = Object.fromEntries(
    [...read("deploy/docker/app.Dockerfile").matchAll(/\b(PORT|METRICS_PORT)=(\d+)/g)].map(([, key, value]) => [key, value]),
  );
  const answering = ourServers.filter(([, { environment }]) => environment!.ROLES === "api").map(([name]) => `${name}:${image.PORT}`);
  expect(compose.services.web!.environment!.API_SERVERS!.split(" ")).toEqual(answering);
  const { scrape_configs } = parse(read("deploy/monitoring/prometheus.yml")) as {
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  };
  const targets = scrape_configs.flatMap(({ static_configs }) => static_configs.flatMap((one) => one.targets));
  expect(targets.toSorted()).toEqual(ourServers.map(([name]) => `${name}:${image.METRICS_PORT}`).sort());
  for (const [, { networks }] of [...ourServers, ["prometheus", compose.services.prometheus!] as const])
    expect(networks).toContain("metrics");
});

describe("HAProxy before both servers", () => {
  const balancer = "haproxy";
  const { environment, secrets, networks, stop_grace_period } = edge.services.edge!;
  const config = read("deploy/edge/haproxy.cfg");

  test("knows every api server by its port, and nothing that its configuration does not read", () => {
    const servers = Object.entries(environment!).filter(([name]) => name.startsWith("SERVER_"));
    expect(servers.map(([, address]) => address)).toEqual(compose.services.web!.environment!.API_SERVERS!.split(" "));
    for (const name of Object.keys(environment!)) expect(config, name).toMatch(new RegExp(`"\\$\\{${name}[}-]`));
    for (const [name] of ourServers.filter(([, one]) => one.environment!.ROLES === "api"))
      expect(
        compose.services[name]!.networks!.some((one) => networks!.includes(one)),
        name,
      ).toBe(true);
  });

  test("has a grace period longer than it waits for sockets", () => {
    const waits = Number(/hard-stop-after (\d+)s/.exec(config)![1]);
    expect(Number(stop_grace_period!.replace(/s$/, ""))).toBeGreaterThan(waits);
  });

  test.skipIf(skipWithout(balancer) || skipWithout("openssl"))(
    "takes its configuration with what the file sets; control: not without a certificate",
    () => {
      expect(secrets).toEqual(["certificate"]);
      const own = mkdtempSync(join(tmpdir(), "turnout-edge-"));
      onTestFinished(() => rmSync(own, { recursive: true }));
      const [both, certificate, key] = ["both", "certificate", "key"].map((name) => join(own, name)) as [string, string, string];
      const args = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=turnout.test", "-keyout", key, "-out", certificate];
      execFileSync("openssl", ["req", "-x509", ...args], { stdio: "ignore" });
      writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
      const checked = (file: string) =>
        spawnSync(balancer, ["-c", "-f", join(root, "deploy/edge/haproxy.cfg")], {
          env: { PATH: process.env.PATH, ...environment, CERTIFICATE: file },
          encoding: "utf8",
        });
      expect(checked(both)).toMatchObject({ status: 0 });
      expect(checked(certificate).status).not.toBe(0);
    },
  );
});

test("every mounted file exists", () => {
  const paths = Object.values({ ...compose.services, ...elk.services, ...edge.services }).flatMap(({ volumes = [] }) =>
    volumes.filter((one) => one.startsWith("./")),
  );
  expect(paths.length).toBeGreaterThan(4);
  for (const path of paths) expect(existsSync(join(root, path.split(":")[0]!)), path).toBe(true);
});
