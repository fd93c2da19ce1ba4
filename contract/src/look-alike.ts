/** Letters of other scripts, and digits, that are drawn like Latin letters. */
const DRAWN_ALIKE: Record<string, string> = Object.fromEntries(
  [
    "aаɑα", "bвЬ", "cсϲ", "dԁ", "eеєε", "gɡ", "hнһ", "iіıιl1|ӏ", "jј", "kкκ", "mм", "nпո", "oоοօ0øо", "pрρ", "qԛ", "sѕ", "tтτ", "uυս", "vνѵ", "wԝω", "xхχ", "yуγү", "lł",
  ].flatMap(([plain, ...others]) => others.map((other) => [other.toLowerCase(), plain === "l" ? "i" : plain!])),
); // prettier-ignore

/** Capitals whose small letters look like others. */
const CAPITALS: Record<string, string> = Object.fromEntries(
  [..."ΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxВbНhРpᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrᴛtᴜuᴠvᴡwʏyᴢz".matchAll(/(.)(.)/gu)].map(([, one, plain]) => [
    one!,
    plain!,
  ]),
);
/** Signs that may be put beside a name to impersonate its owner. */
const BESIDE =
  /(?<!\p{L})(?:co-?host(?:ess)?|host(?:ess)?|mitgastgeber(?:in)?|gastgeber(?:in)?|organi[sz]er|organisator(?:in)?|admin|mr|mrs|ms|dr|jr|sr|herr|frau)(?!\p{L})/giu;

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
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}|]/gu, "");
}
