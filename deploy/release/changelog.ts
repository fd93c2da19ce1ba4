/** A commit, with the files that it changed. */
export interface Commit {
  subject: string;
  files: string[];
}

/** A migration of the database that a release brings. */
export interface NewMigration {
  name: string;
  /** Number of the newest migration that an older version has to know to go on working after this one. */
  worksWith: string | null;
}

const AREAS: [title: string, paths: RegExp][] = [
  ["The product", /^(contract|server|web)\/(?!.*\.test\.tsx?$)/],
  ["Running it", /^(deploy|\.github)\/(?!.*\.test\.ts$)|^compose[\w.]*yaml$|^docs\/operating\.md$|^\.gitlab-ci\.yml$/],
  ["Working on it", /^/],
];

/** `git log --format=%x00%s --name-only`, read. */
export function readCommits(log: string): Commit[] {
  return log
    .split("\0")
    .slice(1)
    .map((one) => {
      const [subject, ...files] = one.split("\n").filter(Boolean);
      return { subject: subject!, files };
    });
}

/** What is new in a version, in Markdown: each commit once, under what it concerns first, and before all what happens to the database. */
export function changelog(version: string, commits: Commit[], migrations: NewMigration[]): string {
  const areaOf = ({ files }: Commit) => AREAS.find(([, paths]) => files.some((file) => paths.test(file)))?.[0] ?? AREAS.at(-1)![0];
  const sections = AREAS.map(([title]) => ({
    title,
    lines: commits.filter((one) => areaOf(one) === title).map(({ subject }) => subject),
  }));
  const database = migrations.map(
    ({ name, worksWith }) =>
      `${name}: ${worksWith ? `versions since migration ${worksWith} go on working` : "older versions do not start any more"}`,
  );
  const parts = [{ title: "The database", lines: database }, ...sections].filter(({ lines }) => lines.length > 0);
  return [
    `# ${version}`,
    ...parts.map(({ title, lines }) => [`## ${title}`, lines.map((line) => `- ${line}`).join("\n")].join("\n\n")),
    "",
  ].join("\n\n");
}
