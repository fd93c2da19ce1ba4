import { expect, test } from "vitest";
import { AccountEmail } from "./accounts.ts";

test.each(["", "ada", "ada@", "jürgen@people.test", `${"x".repeat(65)}@people.test`])("%j is refused, and told so once", (written) => {
  expect(AccountEmail.safeParse(written).error?.issues.map(({ message }) => message)).toEqual(["email_invalid"]);
});
