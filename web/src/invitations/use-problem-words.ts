import { useLingui } from "@lingui/react/macro";
import type { RowProblem } from "@turnout/contract/guest-rows/row";

/** A pasted row's problem in words, and what to do about it. */
export function useProblemWords(): (problem: RowProblem, lineOf: (row: number) => number) => string {
  const { t } = useLingui();
  return (problem, lineOf) => {
    switch (problem.code) {
      case "duplicate_in_list":
        return t`Same address as in line ${lineOf(problem.row)}`;
      case "email_invalid":
        return t`“${problem.text}” is not an email address`;
      case "heading_among_rows":
        return t`These are column headings, not a person`;
      case "characters_lost":
        return t`The file has an unreadable character here`;
      case "locale_unknown":
        return t`Language “${problem.text}” is not known: they get yours`;
      case "name_from_email":
        return t`The name is a guess from the address`;
      case "name_missing":
        return t`There is no name`;
      case "name_repeated":
        return t`The same name as in line ${lineOf(problem.row)}`;
      case "name_too_long":
        return t`The name is longer than ${problem.max} characters`;
      case "no_email":
        return t`No address: copy their link for them afterwards`;
      case "not_coming":
        return t`Marked “${problem.text}”`;
      case "party_too_large":
        return t`${problem.asked} extra people, at most ${problem.max} are possible`;
      case "party_unreadable":
        return t`“${problem.text}” is not a number of people`;
      case "phone_left_out":
        return t`The phone number ${problem.text} is left out`;
      case "row_broken":
        return problem.reason === "quotes" ? t`A quotation mark is never closed` : t`More cells than there are columns`;
      case "several_people":
        return t`More than one person? Put each on a line of their own`;
      case "shared_address":
        return t`Shares the address with line ${lineOf(problem.row)}`;
      case "text_left_out":
        return t`“${problem.text}” is left out`;
    }
  };
}
