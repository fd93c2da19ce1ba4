import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { approvalOf } from "./approval.ts";

const digest = `sha256:${"a".repeat(64)}`;

test("at a terminal, somebody names the digest that goes to production", async () => {
  expect(await approvalOf(digest, digest, {})).toBe("whoever started this");
  await expect(approvalOf(digest, undefined, {})).rejects.toThrow(`nobody has approved it: --approve ${digest}`);
  await expect(approvalOf(digest, `sha256:${"b".repeat(64)}`, {})).rejects.toThrow("another release is approved");
});

test("on GitLab, whoever starts the job by hand approves; a job that starts by itself is not approved", async () => {
  const hosted = { GITLAB_CI: "true", GITLAB_USER_LOGIN: "ada" };
  expect(await approvalOf(digest, undefined, { ...hosted, CI_JOB_MANUAL: "true" })).toBe("ada");
  await expect(approvalOf(digest, digest, hosted)).rejects.toThrow("the job has to be started by hand");
});

test.each([
  ["a review of the environment approves", [{ state: "approved", environments: [{ name: "production" }], user: { login: "ada" } }], "ada"],
  ["no review: the environment has no reviewers", [], null],
  ["a review of another environment", [{ state: "approved", environments: [{ name: "staging" }], user: { login: "ada" } }], null],
  ["a review that says no", [{ state: "rejected", environments: [{ name: "production" }], user: { login: "ada" } }], null],
])("on GitHub: %s", async (_, reviews, reviewer) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.url, request.headers.authorization);
    reply.end(JSON.stringify(reviews));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const hosted = {
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: "party/turnout",
    GITHUB_RUN_ID: "7",
    GITHUB_TOKEN: "token",
  };
  const approval = approvalOf(digest, digest, hosted);
  if (reviewer) expect(await approval).toBe(reviewer);
  else await expect(approval).rejects.toThrow("nobody has approved it");
  expect(asked).toEqual(["/repos/party/turnout/actions/runs/7/approvals", "Bearer token"]);
  server.close();
});
