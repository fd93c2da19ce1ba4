/** More people than this are not written as one. */
const MOST_TOGETHER = 6;
const LONGEST = 200;
/** The shorter words are parts of names once they begin with a capital: `Li En`. */
const BETWEEN = /\s*&(?:amp;)?\s*|\s+(?:und|Und|UND|and|And|AND|[uU]\.|plus|Plus|PLUS|\+|et|och|og|en|ve)\s+|\s*\+\s*(?=\p{L})/gu;
/** Two names, or a name and what somebody is: `Anna / Tom`, `Anna / sales`. */
const STROKE = /\p{L}{2}\.?(?:\s+\/\s*|\/\s*)\p{L}{2}/u;
const COMPANION =
  /^(?:(?:a |one |1 |his |her |their |ihr |sein |eine? )?(?:guest|gast|begleitung|begleiter(?:in)?|begleitperson|partner(?:in)?|plus ?one|one|1|husband|wife|ehemann|ehefrau|mann|frau|freund(?:in)?|friend|date|spouse|invité|invitée|conjoint|conjointe|compagne|compagnon|acompañante|pareja|accompagnatore|accompagnatrice|acompanhante|introducé|introducee|osobą towarzyszącą))$/iu;
const WITH = /\s(?:mit|with|w\/|avec|con|com|met|med|et|e|y|en|og|och|z)\s+((?:\S+\s+)?\S+)$/i;
const SEVERAL = /^(\d{1,2}) (?:guests?|gäste?n?|kids?|kindern?|enfants|niños|bambini|children|people|personen|others|friends|freunde)$/i;
const HOUSEHOLD =
  /^(?:familie|family|fam\.?|ehepaar|eheleute|the family|kids?|kindern?|children|familia|famille|enfants|niños|bambini)$|^(?:familie|fam\.|family|ehepaar|eheleute|geschwister|famille|familia)\s|\s(?:family|familie)$|^the \p{L}{2,30}s$/iu;
const TITLE = /^(?:mr|mrs|ms|mx|dr|prof|herr|frau)\.?$/i;
const COMPANY = /^(?:co|co\.|cie|sons?|söhne|ltd|inc|llc|gmbh|kg|ag|company|associates)\b/i;
const PARTICLE = /^(?:van|von|vom|zu|zur|de|der|den|del|della|di|da|do|dos|du|la|le|el|al|bin|ibn|ten|ter|af|av|mc|mac|o|st|san)$/i;

/** The people in one name. */
export interface Together {
  names: string[];
  /** People without a name who come along: `Ada & guest`. */
  extra: number;
  /** More than one person without their names: `Familie Berg`. */
  unclear: boolean;
}

/** Takes `Sophie & Tom Miller` apart into Sophie Miller and Tom Miller. */
export function peopleIn(name: string): Together {
  const single = { names: [name], extra: 0, unclear: false };
  if (name.length > LONGEST) return single;
  if (HOUSEHOLD.test(name.trim()) || STROKE.test(name)) return { ...single, unclear: true };
  const parts = accompanied(name)
    .split(BETWEEN)
    .map((part) => part.trim());
  if (parts.length < 2 || parts.length > MOST_TOGETHER || parts.some((part) => part === "" || COMPANY.test(part))) return single;
  if (parts.some((part) => TITLE.test(part) || HOUSEHOLD.test(part))) return { ...single, unclear: true };
  const counted = parts.slice(1).map(companionsIn);
  const names = parts.filter((_, index) => index === 0 || counted[index - 1] === null);
  if (!names.every((part) => /^\p{L}/u.test(part))) return single;
  return { names: withSurname(names), extra: counted.reduce((sum: number, count) => sum + (count ?? 0), 0), unclear: false };
}

/** `Ada (+ 2 kids)`, `Ada mit Partner`, `Ada et invité`: said with a word that would otherwise be part of a name. */
function accompanied(name: string): string {
  const open = name.replace(/\s*\(((?:[+&]|plus|mit|with)\s[^()]{1,30})\)$/i, " $1");
  const found = WITH.exec(open);
  const isSaid = found && (COMPANION.test(found[1]!) || SEVERAL.test(found[1]!) || HOUSEHOLD.test(found[1]!));
  return isSaid ? `${open.slice(0, found.index)} & ${found[1]}` : open;
}

function companionsIn(part: string): number | null {
  if (COMPANION.test(part)) return 1;
  const several = SEVERAL.exec(part);
  return several ? Number(several[1]) : null;
}

/** The last one's surname is that of the first names before it. */
function withSurname(names: string[]): string[] {
  const words = (names.at(-1) ?? "").split(/\s+/);
  if (words.length < 2) return names;
  const particle = words.findIndex((word, index) => index > 0 && PARTICLE.test(word));
  const surname = words.slice(particle > 0 ? particle : -1).join(" ");
  return names.map((name) => (/\s/.test(name) ? name : `${name} ${surname}`));
}
