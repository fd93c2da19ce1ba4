/** What an image was built from. */
interface Build {
  version: string;
  image: string;
  commit: string;
  /** Whether files differed from the commit. */
  isChanged: boolean;
  bases: { uri: string; digest: string }[];
  startedOn: string;
}

/** The parts of a provenance that are asked for before a deployment. */
export interface Provenance {
  buildDefinition: {
    externalParameters: { version: string; image: string };
    resolvedDependencies: { uri: string; digest: Record<string, string> }[];
  };
}

/** Who builds, and where the source is, as the pipeline's host names them. */
function surroundings(env: NodeJS.ProcessEnv): { builder: string; source: string; run: string } {
  if (env.GITHUB_ACTIONS) {
    const project = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`;
    return {
      builder: `${env.GITHUB_SERVER_URL}/${env.GITHUB_WORKFLOW_REF}`,
      source: `git+${project}`,
      run: `${project}/actions/runs/${env.GITHUB_RUN_ID}/attempts/${env.GITHUB_RUN_ATTEMPT}`,
    };
  }
  if (env.GITLAB_CI) return { builder: env.CI_SERVER_URL!, source: `git+${env.CI_PROJECT_URL}`, run: env.CI_JOB_URL! };
  return { builder: "urn:turnout:somebodys-machine", source: "git+file:.", run: "urn:turnout:by-hand" };
}

/** SLSA provenance, version 1. */
export function provenance(build: Build, env = process.env): Provenance {
  const { builder, source, run } = surroundings(env);
  const { version, image, commit, isChanged, bases, startedOn } = build;
  const from = {
    buildDefinition: {
      buildType: "urn:turnout:release:1",
      externalParameters: { version, image },
      internalParameters: { isChanged },
      resolvedDependencies: [
        { uri: source, digest: { gitCommit: commit } },
        ...bases.map(({ uri, digest }) => ({ uri, digest: { sha256: digest.replace("sha256:", "") } })),
      ],
    },
    runDetails: { builder: { id: builder }, metadata: { invocationId: run, startedOn, finishedOn: new Date().toISOString() } },
  };
  return from;
}
