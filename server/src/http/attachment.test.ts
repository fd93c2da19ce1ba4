import { expect, test } from "vitest";
import { attachmentOf } from "./attachment.ts";

test.each([
  ["Picknick (Süd) / See", `attachment; filename="guests.csv"; filename*=UTF-8''Picknick%20%28S%C3%BCd%29%20_%20See.csv`],
  ["Ada's 40.", `attachment; filename="guests.csv"; filename*=UTF-8''Ada%27s%2040.csv`],
  ["", 'attachment; filename="guests.csv"'],
])("the guest list of %o is %s", (title, header) => {
  expect(attachmentOf(title, "guests.csv")).toBe(header);
});
