import { folded } from "./folded.ts";

/** Letters by what they are drawn like: each group begins with that. */
const tableOf = (groups: string): Record<string, string> =>
  Object.fromEntries(groups.split(" ").flatMap(([plain, ...others]) => others.map((other) => [other, plain!])));

/** Letters of other scripts, and digits, that are drawn like Latin letters. */
const DRAWN_ALIKE = tableOf("aаɑα bвь cсϲ dԁ eеєε gɡ hнһ iіıιl1|ӏł jј kкκ mм nпո oоοօ0ø pрρ qԛ sѕ tтτ uυս vνѵ wԝω xхχ yуγү");

/** Capitals whose small letters look like others. */
const CAPITALS = tableOf("aΑᴀ bΒВʙ cᴄ dᴅ eΕᴇ gɢ hΗНʜ iΙɪ jᴊ kΚᴋ lʟ mΜᴍ nΝɴ oΟᴏ pΡРᴘ rʀ tΤᴛ uᴜ vᴠ wᴡ xΧ yΥʏ zΖᴢ");
/** Signs that may be put beside a name to impersonate its owner. */
const BESIDE =
  /(?<!\p{L})(?:(?:co-?)?host(?:ess)?|(?:(?:mit)?gastgeber|organisator)(?:in)?|organi[sz]er|admin|mrs?|ms|[djs]r|herr|frau)(?!\p{L})/giu;

/** Whether one name can be read as the other: whatever the case, accents, spaces and signs, and in letters that look alike. */
export function looksAlike(one: string, other: string): boolean {
  const drawn = drawnAs(one);
  return drawn !== "" && drawn === drawnAs(other);
}

function drawnAs(name: string): string {
  const letters = [...name.normalize("NFKD")].map((letter) => CAPITALS[letter] ?? letter).join("");
  const plain = lettersOf(letters.replace(BESIDE, " ")) || lettersOf(letters);
  return [...plain].map((letter) => DRAWN_ALIKE[letter] ?? letter).join("");
}

function lettersOf(text: string): string {
  // Vowel signs are alphabetic as well; the marks by which kana differ are not.
  return folded(text).replace(/[^\p{Alpha}\p{N}|\u3099\u309a]/gu, "");
}
