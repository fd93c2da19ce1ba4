import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { DraftFields } from "./fields.ts";
import { useLocalWords } from "./use-local-words.ts";

export type OptionName = "seats" | "plusOnes" | "deadline" | "visibility" | "guestList" | "chat";

/** The value of each option row in words. */
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
          ? t`No plus-ones`
          : plural(fields.plusOnesAllowed, { one: "# plus-one each", other: "Up to # plus-ones each" }),
      deadline: fields.answersClose === null ? t`Open until the event ends` : t`Until ${say(fields.answersClose)}`,
      visibility: { public: t`Everyone, no link needed`, link: t`Anyone with the link`, invited: t`Only people you invite` }[
        fields.visibility
      ],
      guestList: { everyone: t`Everyone sees who's coming`, guests: t`Guests see who's coming`, hosts: t`Only hosts see who's coming` }[
        fields.guestListFor
      ],
      chat: { open: t`Guests can read and post`, readOnly: t`Only hosts post`, closed: t`Closed for guests` }[fields.chat],
    };
  };
}
