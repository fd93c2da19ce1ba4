import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { DraftFields } from "./fields.ts";
import { useLocalWords } from "./use-local-words.ts";

export type OptionName = "seats" | "plusOnes" | "deadline" | "visibility" | "guestList" | "chat";

/** What each option row says its value is. */
export function useOptionWords(): (fields: DraftFields) => Record<OptionName, string> {
  const { t } = useLingui();
  const say = useLocalWords();
  return (fields) => {
    const people = plural(fields.capacity ?? 0, { one: "# person", other: "# people" });
    const line = fields.waitlistRule === "strict" ? t`waitlist in strict order` : t`waitlist fills gaps`;
    return {
      seats: fields.capacity === null ? t`No limit` : `${people} · ${fields.waitlist ? line : t`no waitlist`}`,
      plusOnes:
        fields.plusOnesAllowed === 0
          ? t`Nobody extra`
          : plural(fields.plusOnesAllowed, { one: "Up to # person extra per answer", other: "Up to # people extra per answer" }),
      deadline: fields.answersClose === null ? t`Open until it is over` : t`Until ${say(fields.answersClose)}`,
      visibility: { public: t`Everyone, no link needed`, link: t`Whoever has the link`, invited: t`Only people you invite` }[
        fields.visibility
      ],
      guestList: { everyone: t`Everyone sees who is coming`, guests: t`Guests see who is coming`, hosts: t`Only hosts see who is coming` }[
        fields.guestListFor
      ],
      chat: { open: t`Guests write and read`, readOnly: t`Hosts write, guests read`, closed: t`Closed for guests` }[fields.chat],
    };
  };
}
