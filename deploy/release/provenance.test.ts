import { expect, test } from "vitest";
import { provenance } from "./provenance.ts";

const build = {
  version: "1.2.0",
  image: "server",
  commit: "c".repeat(40),
  isChanged: false,
  bases: [{ uri: "pkg:docker/node:26", digest: `sha256:${"d".repeat(64)}` }],
  startedOn: "2030-01-01T00:00:00.000Z",
};

test("a provenance names the version, the commit, and what the image was built on", () => {
  const { buildDefinition } = provenance(build, {});
  expect(buildDefinition.externalParameters).toEqual({ version: "1.2.0", image: "server" });
  expect(buildDefinition.resolvedDependencies.map(({ digest }) => digest)).toEqual([
    { gitCommit: "c".repeat(40) },
    { sha256: "d".repeat(64) },
  ]);
});

test("on a hosted runner it names the workflow and its run", () => {
  const hosted = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://git.example",
    GITHUB_REPOSITORY: "party/turnout",
    GITHUB_WORKFLOW_REF: "party/turnout/.github/workflows/release.yml@refs/tags/v1.2.0",
    GITHUB_RUN_ID: "7",
    GITHUB_RUN_ATTEMPT: "1",
  };
  const made = provenance(build, hosted) as unknown as { runDetails: { builder: { id: string }; metadata: { invocationId: string } } };
  expect(made.runDetails.builder.id).toBe("https://git.example/party/turnout/.github/workflows/release.yml@refs/tags/v1.2.0");
  expect(made.runDetails.metadata.invocationId).toBe("https://git.example/party/turnout/actions/runs/7/attempts/1");
});
