import { Failed } from "../failed.ts";
import { required } from "../release/settings.ts";

type Env = Record<string, string | undefined>;

/**
 * Who let this release into production. Throws where nobody did: at a terminal, by naming its digest; on GitHub, by a review of
 * the environment, which is looked up, so that an environment without reviewers lets nothing through; on GitLab, by starting
 * the job by hand.
 */
export async function approvalOf(digest: string, named: string | undefined, env: Env): Promise<string> {
  if (env.GITHUB_ACTIONS) return reviewerOnGitHub(env);
  if (env.GITLAB_CI) {
    if (env.CI_JOB_MANUAL !== "true") throw new Failed("nobody has approved it: the job has to be started by hand");
    return required(env, "GITLAB_USER_LOGIN");
  }
  if (!named) throw new Failed(`nobody has approved it: --approve ${digest}`);
  if (named !== digest) throw new Failed(`another release is approved: ${named}, and not ${digest}`);
  return "whoever started this";
}

interface Review {
  state: string;
  environments: { name: string }[];
  user: { login: string };
}

async function reviewerOnGitHub(env: Env): Promise<string> {
  const path = `repos/${required(env, "GITHUB_REPOSITORY")}/actions/runs/${required(env, "GITHUB_RUN_ID")}/approvals`;
  const headers = { authorization: `Bearer ${required(env, "GITHUB_TOKEN")}`, accept: "application/vnd.github+json" };
  const reply = await fetch(`${required(env, "GITHUB_API_URL")}/${path}`, { headers });
  if (!reply.ok) throw new Failed(`whether somebody has approved it cannot be looked up: ${reply.status}`);
  const reviews = (await reply.json()) as Review[];
  const review = reviews.find(({ state, environments }) => state === "approved" && environments.some(({ name }) => name === "production"));
  if (!review) throw new Failed("nobody has approved it: the environment production has to have required reviewers");
  return review.user.login;
}
