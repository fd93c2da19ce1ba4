import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { logIn, positive, required, signerOf, trustOf } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a setting that is missing or empty stops the command by its name", () => {
  expect(() => required({}, "REGISTRY")).toThrow("REGISTRY is missing");
  expect(() => required({ REGISTRY: "" }, "REGISTRY")).toThrow("REGISTRY is missing");
  expect(required({ REGISTRY: "registry.example/turnout" }, "REGISTRY")).toBe("registry.example/turnout");
});

test("a number that is none, or not above 0, stops the command by its name: no watch is shortened or emptied by a slip", () => {
  expect(positive({}, "CANARY_SECONDS", 600)).toBe(600);
  expect(positive({ CANARY_SECONDS: "" }, "CANARY_SECONDS", 600)).toBe(600);
  expect(positive({ CANARY_SECONDS: "90" }, "CANARY_SECONDS", 600)).toBe(90);
  for (const value of ["0", "-5", "10m", "1e3", "0.5", "many", " "])
    expect(() => positive({ CANARY_SECONDS: value }, "CANARY_SECONDS", 600), value).toThrow(
      `CANARY_SECONDS has to be a whole number above 0`,
    );
});

test("a key of one's own signs before a workflow does; without either nobody signs", () => {
  expect(signerOf({ SIGNING_KEY: "…", SIGNING_PASSWORD: "word", ACTIONS_ID_TOKEN_REQUEST_URL: "https://…" })).toEqual({
    key: "env://SIGNING_KEY",
    password: "word",
  });
  expect(signerOf({ ACTIONS_ID_TOKEN_REQUEST_URL: "https://…" })).toBe("workflow");
  expect(signerOf({ SIGSTORE_ID_TOKEN: "…" })).toBe("workflow");
  expect(() => signerOf({})).toThrow("nobody signs");
});

test("signatures count of a key, or of one workflow of one host; of a workflow of any host they do not", () => {
  expect(trustOf({ VERIFICATION_KEY: "…" })).toEqual({ key: "env://VERIFICATION_KEY" });
  expect(trustOf({ SIGNER_IDENTITY: "https://…/release.yml@refs/tags/v1.0.0", SIGNER_ISSUER: "https://…" })).toEqual({
    identity: "https://…/release.yml@refs/tags/v1.0.0",
    issuer: "https://…",
  });
  expect(() => trustOf({ SIGNER_IDENTITY: "https://…" })).toThrow("whose signatures count is not said");
  expect(() => trustOf({})).toThrow("whose signatures count is not said");
});

test("Podman, Helm and cosign are let into the registry by one file that only its owner reads", () => {
  const env: Record<string, string | undefined> = { REGISTRY_USER: "ada", REGISTRY_PASSWORD: "word" };
  logIn("registry.example/turnout", folder, env);
  expect(JSON.parse(readFileSync(env.REGISTRY_AUTH_FILE!, "utf8"))).toEqual({
    auths: { "registry.example": { auth: Buffer.from("ada:word").toString("base64") } },
  });
  expect([env.HELM_REGISTRY_CONFIG, `${env.DOCKER_CONFIG}/config.json`]).toEqual([env.REGISTRY_AUTH_FILE, env.REGISTRY_AUTH_FILE]);
  const nobody = {};
  logIn("registry.example/turnout", folder, nobody);
  expect(nobody).toEqual({});
});
