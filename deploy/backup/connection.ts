/**
 * How PostgreSQL's programs get to a database: with the password in their environment, since everybody on a machine can read the
 * arguments of its programs.
 */
export function connectionTo(url: string): { args: string[]; env: NodeJS.ProcessEnv } {
  const [written = "", start = "", password] = /^(\w+:\/\/[^:@/]*):([^@/]*)@/.exec(url) ?? [];
  const target = password === undefined ? url : `${start}@${url.slice(written.length)}`;
  const secret = password === undefined ? {} : { PGPASSWORD: decodeURIComponent(password) };
  return { args: [`--dbname=${target}`, "--no-password"], env: { ...process.env, ...secret } };
}
