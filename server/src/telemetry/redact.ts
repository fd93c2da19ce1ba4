/** What stands in a log line instead of a secret, a token or an address. */
export const HIDDEN = "[redacted]";

/** Shorter secrets are not looked for: they are part of ordinary words. */
export const MIN_HIDDEN = 6;

/** `//user:password@` of a URL. */
const CREDENTIALS = /(?<=:\/\/)[^\s/"]{1,300}@/g;
const EMAIL = /[^\s"'<>()[\]\\:;,@/]{1,64}@[^\s"'<>()[\]\\:;,@/]+\.[^\s"'<>()[\]\\:;,@/.]{2,}/g;
/** Tokens of links and sessions are 256 bits or more in base64url. Names of machines have no capitals, and ids are shorter. */
const TOKEN = /(?<![\w-])(?=[a-z\d_-]*[A-Z])[\w-]{43,}(?![\w-])/g;
/** Before it only the level and the key `@timestamp` can stand. */
const HEAD = 32;

/** Hides these secrets, and those that are added later, in a line, and whatever looks like credentials in a URL, an address or a token. */
export function redactor(given: readonly string[] | ReadonlySet<string>): (line: string) => string {
  const secrets: ReadonlySet<string> = given instanceof Set ? given : new Set(given);
  let known: string[] = [];
  let seen = 0;
  return (line) => {
    if (secrets.size !== seen) [known, seen] = [[...secrets].filter(({ length }) => length >= MIN_HIDDEN).map(inJson), secrets.size];
    let hidden = line;
    for (const secret of known) if (hidden.includes(secret)) hidden = hidden.replaceAll(secret, HIDDEN);
    if (hidden.includes("@", HEAD)) hidden = hidden.replace(CREDENTIALS, `${HIDDEN}@`).replace(EMAIL, HIDDEN);
    return hidden.replace(TOKEN, HIDDEN);
  };
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** These secrets, and the passwords in these URLs, as they are written there and decoded. */
export function secretsOf({ secrets, urls }: { secrets: string[]; urls: (string | null)[] }): string[] {
  const passwords = urls.flatMap((url) => {
    const written = url && URL.canParse(url) ? new URL(url).password : "";
    return [written, decoded(written)];
  });
  return [...new Set([...secrets, ...passwords])].filter((one) => one !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
