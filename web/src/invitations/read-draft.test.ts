import { expect, test } from "vitest";
import { readDraft } from "./read-draft.ts";
import { zip } from "./spreadsheet/zip.test-support.ts";

const SHEET = `<worksheet><sheetData>
<row><c t="str"><v>Name</v></c></row>
<row><c t="str"><v>Ada Lovelace</v></c></row>
<row hidden="1"><c t="str"><v>Alan Turing</v></c></row>
</sheetData></worksheet>`;
const bytes = zip({
  "xl/workbook.xml": `<workbook><sheets><sheet name="Guests" sheetId="1"/></sheets></workbook>`,
  "xl/worksheets/sheet1.xml": SHEET,
});

test.each([
  [{}, ["Ada Lovelace"], false],
  [{ withHidden: true }, ["Ada Lovelace", "Alan Turing"], true],
])("hidden rows of a spreadsheet are people only when they are asked for: %o", async (choices, names, withHidden) => {
  const found = await readDraft({ bytes, ...choices }, () => {});
  expect(found!.parsed.rows.map(({ name }) => name)).toEqual(names);
  expect(found).toMatchObject({ hidden: 1, withHidden, encoding: null, isGuess: false });
});

test("a text hides nothing", async () => {
  expect(await readDraft({ text: "Ada Lovelace" }, () => {})).toMatchObject({ hidden: 0, withHidden: false });
});
