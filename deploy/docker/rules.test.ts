import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { settings } from "../../server/src/config/settings.ts";
import { HEARTBEAT } from "../../server/src/realtime/socket.ts";
import { imageDefinitions } from "../images/definitions.ts";
import { faultsIn, instructionsOf, stagesOf } from "./rules.ts";

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");
const files = [...new Set(imageDefinitions.map(({ file }) => file))];
const targetsOf = (file: string) => imageDefinitions.filter((one) => one.file === file).map(({ name }) => name);

test.each(files)("%s builds images that are pinned, restricted, health-checked and labelled", (file) => {
  expect(faultsIn(read(file), targetsOf(file))).toEqual([]);
});

describe("a fault is found", () => {
  const app = read("app.Dockerfile");
  const database = read("database.Dockerfile");
  test.each<[string, string, string]>([
    ["a base without a digest", app.replace(/(NODE_IMAGE=\S+)@sha256:\S+/, "$1"), "the base NODE_IMAGE is not pinned by a digest"],
    ["a base that is no argument", app.replace("FROM scratch", "FROM alpine:3"), "FROM alpine:3 is no build argument and no stage"],
    ["root", app.replaceAll("USER 10001:10001", "USER root"), "server: its user is not a number other than 0"],
    ["user 0", app.replace("USER 101:101", "USER 0:0"), "web: its user is not a number other than 0"],
    ["no health check", app.replace(/HEALTHCHECK .*health\.mjs"]\n/, ""), "server: HEALTHCHECK is missing, or needs a shell"],
    [
      "a health check by a shell",
      app.replace(/CMD \["node", "health.mjs"\]/, "CMD node health.mjs"),
      "server: HEALTHCHECK is missing, or needs a shell",
    ],
    [
      "a shell as process 1",
      app.replace(/ENTRYPOINT \["node".*/, "ENTRYPOINT node server/bundle/main.js"),
      "server: ENTRYPOINT is missing, or is a shell that keeps signals to itself",
    ],
    ["no signal", app.replaceAll(/STOPSIGNAL .*\n/g, ""), "server: STOPSIGNAL is missing"],
    [
      "no licence",
      app.replaceAll(/org\.opencontainers\.image\.licenses=\S+ /g, ""),
      "server: the label org.opencontainers.image.licenses is missing",
    ],
    ["a secret", app.replace("NODE_ENV=production", "NODE_ENV=production DB_PASSWORD=hunter2"), "ENV holds a secret: DB_PASSWORD"],
    ["everything copied", app.replace("COPY web web", "COPY . ."), "COPY . takes what nobody named"],
    [
      "something fetched",
      app.replace("COPY web web", "ADD https://example.org/x.tar /x"),
      "ADD fetches and unpacks by itself: COPY does not",
    ],
    [
      "a pipe from the network",
      app.replace("RUN node server/", "RUN curl -s https://example.org/x | sh && node server/"),
      "RUN pipes what it fetched into a program",
    ],
    ["scripts of packages", app.replaceAll(" --ignore-scripts", ""), "npm runs packages' scripts"],
    ["no such stage", app.replace(" AS web\n", " AS front\n"), "there is no stage web"],
  ])("%s", (_name, text, fault) => {
    expect(text).not.toBe(app);
    expect(faultsIn(text, targetsOf("app.Dockerfile"))).toContain(fault);
  });
  test("control: a valid file has no fault", () => {
    expect([faultsIn(app, ["server", "web"]), faultsIn(database, ["database"])]).toEqual([[], []]);
  });
});

test("the server's image sets only settings that the server knows, with valid values", () => {
  const { instructions } = stagesOf(instructionsOf(read("app.Dockerfile"))).find(({ name }) => name === "server")!;
  const set = instructions.filter(({ word }) => word === "ENV").flatMap(({ text }) => [...text.matchAll(/(\w+)=(\S+)/g)]);
  const known = set.filter(([, name]) => !["NODE_ENV", "NODE_COMPILE_CACHE", "PATH"].includes(name!));
  expect(known.map(([, name]) => name)).toEqual(["HOST", "PORT", "METRICS_HOST", "METRICS_PORT", "DATA_DIR"]);
  for (const [, name, value] of known) {
    const { schema } = settings[name as keyof typeof settings];
    expect(schema.safeParse(value).success, `${name}=${value}`).toBe(true);
  }
});

test("the web app is built without the settings of workspaces that the image lacks, which Vite would look for", () => {
  const { instructions } = stagesOf(instructionsOf(read("app.Dockerfile"))).find(({ name }) => name === "web-build")!;
  const steps = instructions.filter(({ word }) => word === "RUN").map(({ text }) => text);
  const [change, build] = steps.slice(-2) as [string, string];
  expect(build).toContain("vite.js build");
  const script = /^node --eval '(.*)'$/.exec(change)![1]!;
  const folder = mkdtempSync(join(tmpdir(), "turnout-settings-"));
  cpSync(join(import.meta.dirname, "../../web/tsconfig.json"), join(folder, "tsconfig.json"));
  execFileSync(process.execPath, ["--eval", script], { cwd: folder });
  const left = JSON.parse(readFileSync(join(folder, "tsconfig.json"), "utf8")) as Record<string, unknown>;
  rmSync(folder, { recursive: true });
  expect(Object.keys(left)).toContain("compilerOptions");
  expect(Object.keys(left)).not.toContain("references");
});

test("the build context has only listed files, and no tests, secrets or build output", () => {
  const lines = read("../../.dockerignore")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  expect(lines[0]).toBe("*");
  const named = lines.filter((line) => line.startsWith("!"));
  expect(named.filter((line) => /secret|\.env|\.git|\.data|dev-database|torture|e2e/.test(line))).toEqual([]);
  for (const kept of ["**/node_modules", "**/dist", "**/*.test.ts", "**/*.test-support.ts", "server/src/testing"])
    expect(lines).toContain(kept);
});

test("the proxy keeps sockets open for two heartbeats, and has two processes, however many processors its machine has", () => {
  const proxy = read("../edge/nginx/proxy.conf");
  const seconds = [...proxy.matchAll(/proxy_(?:read|send)_timeout (\d+)s/g)].map(([, text]) => Number(text));
  expect(seconds).toHaveLength(2);
  for (const one of seconds) expect(one * 1_000).toBeGreaterThan(2 * HEARTBEAT);
  expect(read("web/nginx.conf")).toMatch(/^worker_processes 2;$/m);
});
