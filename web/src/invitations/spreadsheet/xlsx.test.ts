import { parseGuests } from "@turnout/contract/guest-rows";
import { expect, test } from "vitest";
import { firstSheet, sheetAsText } from "./xlsx.ts";
import { MAX_FILES, MAX_UNPACKED_BYTES } from "./zip.ts";
import { zip, type Zipped } from "./zip.test-support.ts";

const WORKBOOK = `<workbook xmlns:r="r"><sheets><sheet name="Lists" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Guests" sheetId="2" r:id="rId7"/></sheets></workbook>`;
const RELATIONS = `<Relationships><Relationship Id="rId7" Target="worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`;
const STRINGS = `<sst><si><t>Name</t></si><si><t>E-Mail</t></si><si><r><t>Ada </t></r><r><rPr><b/></rPr><t xml:space="preserve">Lovelace</t></r></si><si><t>山田太郎</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></si><si/><si><t>Tom &amp; Lisa Berg</t></si></sst>`;
const STYLES = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>`;
const SHEET = `<worksheet><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Personen</t></is></c><c r="D1" t="inlineStr"><is><t>Added</t></is></c></row>
<row r="2"/>
<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" t="str"><f>LOWER("ADA")&amp;"@example.org"</f><v>ada@example.org</v></c><c r="C3"><v>2.0</v></c><c r="D3" s="1"><v>45292</v></c></row>
<row r="4"><c r="A4" t="s"><v>3</v></c><c r="C4"><v>1</v></c><c r="D4" s="2"><v>45292.75</v></c></row>
<row r="5"><c r="A5" t="s"><v>5</v></c><c r="B5" t="s"><v>4</v></c><c r="C5" t="e"><v>#REF!</v></c><c r="D5" s="3"><v>3.5</v></c></row>
</sheetData></worksheet>`;

const book = (over: Record<string, string | Uint8Array> = {}, as: Zipped = {}) =>
  zip(
    {
      "xl/workbook.xml": WORKBOOK,
      "xl/_rels/workbook.xml.rels": RELATIONS,
      "xl/sharedStrings.xml": STRINGS,
      "xl/styles.xml": STYLES,
      "xl/worksheets/sheet1.xml": "<worksheet/>",
      "xl/worksheets/sheet2.xml": SHEET,
      ...over,
    },
    as,
  );

const rowsIn = (bytes: Uint8Array) => firstSheet(bytes)?.rows;

test("the first sheet that is not hidden is read: shared and inline strings, numbers, dates, values of formulas", () => {
  expect(rowsIn(book())).toEqual([
    ["Name", "E-Mail", "Personen", "Added"],
    ["Ada Lovelace", "ada@example.org", "2", "2024-01-01"],
    ["山田太郎", "", "1", "2024-01-01"],
    ["Tom & Lisa Berg", "", "", "3.5"],
  ]);
});

test("people are read from it as from any table", () => {
  const { rows } = parseGuests(sheetAsText(rowsIn(book())!));
  expect(rows.map(({ name, email, plusOnes }) => [name, email, plusOnes])).toEqual([
    ["Ada Lovelace", "ada@example.org", 1],
    ["山田太郎", null, 0],
    ["Tom Berg", null, null],
    ["Lisa Berg", null, null],
  ]);
});

/** The cells of a sheet with these rows, in a workbook of its own. */
const cellsOf = (rows: string, over: Record<string, string> = {}) =>
  rowsIn(book({ "xl/worksheets/sheet2.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`, ...over }));

test.each<[string, string, string[]]>([
  ["inline text in pieces", '<c t="inlineStr"><is><r><t>Ada </t></r><r><t>King</t></r></is></c>', ["Ada King"]],
  ["inline text as pronounced", '<c t="inlineStr"><is><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></is></c>', ["山田"]],
  ["a truth value", '<c t="b"><v>1</v></c><c t="b"><v>0</v></c>', ["yes", "no"]],
  [
    "a formula's last value, of text, number and truth",
    '<c t="str"><f>A1</f><v>x</v></c><c><f>1+1</f><v>2</v></c><c t="b"><f>TRUE()</f><v>1</v></c>',
    ["x", "2", "yes"],
  ],
  ["a formula without a value", '<c r="A1"><f>A2</f></c><c r="B1"><v>7</v></c>', ["", "7"]],
  ["numbers that are declared as numbers", '<c t="n"><v>2.0</v></c><c t="n" s="1"><v>45292</v></c>', ["2", "2024-01-01"]],
  ["a date written out", '<c t="d" s="1"><v>2024-01-01T18:30:00</v></c>', ["2024-01-01"]],
  [
    "a phone number, and one so long that it is kept as text",
    '<c><v>491741234567</v></c><c><v>4.91741234567E11</v></c><c t="str"><v>0049174</v></c>',
    ["491741234567", "491741234567", "0049174"],
  ],
  [
    "a merged cell, whose others are empty",
    '<c r="A1" t="s"><v>2</v></c><c r="B1"/><c r="C1" t="s"><v>1</v></c>',
    ["Ada Lovelace", "", "E-Mail"],
  ],
  ["a cell far to the right", '<c r="AB1"><v>7</v></c>', [...Array.from({ length: 27 }, () => ""), "7"]],
  ["attributes in single quotes", "<c r='A1' t='s'><v>2</v></c><c r='C1' s='1'><v>45292</v></c>", ["Ada Lovelace", "", "2024-01-01"]],
  ["line ends and signs that were escaped", '<c t="str"><v>a_x000D_&#10;b &lt;c&gt; _x005F_x0041_</v></c>', ["a\r\nb <c> _x0041_"]],
])("%s", (_, cells, values) => {
  expect(cellsOf(`<row>${cells}</row>`)).toEqual([values]);
});

test("a sheet written with a prefix for every name is read alike", () => {
  const prefixed = (xml: string) => xml.replace(/<(\/?)(?=[a-z])/gi, "<$1x:");
  const files = {
    "xl/workbook.xml": WORKBOOK,
    "xl/sharedStrings.xml": STRINGS,
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet2.xml": SHEET,
  };
  const over = Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, prefixed(xml)]));
  expect(firstSheet(book(over))).toEqual(firstSheet(book()));
});

test.each(["0.0\\d", "0.0_d", "0.0*y", "0.0&quot; days&quot;", "0.0&#34; days&#34;", "0.0&#x22; days&#x22;", "[Yellow]0.0"])(
  "a number whose format keeps or repeats a d or y stays a number: %s",
  (format) => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${format}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`;
    expect(cellsOf('<row><c s="0"><v>3.5</v></c></row>', { "xl/styles.xml": styles })).toEqual([["3.5"]]);
  },
);

test("text in a CDATA section is text, and what is in a comment is not there", () => {
  const row =
    '<!-- <row><c t="inlineStr"><is><t>Old</t></is></c></row> --><row><c t="inlineStr"><is><t><![CDATA[Tom & <Lisa> Berg]]></t></is></c><c t="inlineStr"><is><t>a<!-- b -->c &amp; <![CDATA[d]]></t></is></c></row>';
  expect(cellsOf(row)).toEqual([["Tom & <Lisa> Berg", "ac & d"]]);
});

test.each(["<!--", "<![CDATA["])("a sheet with a %s that never ends is damaged", (begin) => {
  expect(() => firstSheet(book({ "xl/worksheets/sheet2.xml": SHEET.replace("<row", `${begin}<row`) }))).toThrow("ends before its end");
});

test.each(['date1904="1"', 'date1904="true"', "date1904='1'"])("days are counted from 1904 where the workbook says so: %s", (attribute) => {
  const workbook = WORKBOOK.replace("<sheets>", `<workbookPr ${attribute}/><sheets>`);
  expect(cellsOf('<row><c s="1"><v>43830</v></c></row>', { "xl/workbook.xml": workbook })).toEqual([["2024-01-01"]]);
});

test("the list of tables that Numbers puts first is not the guest list", () => {
  const workbook = WORKBOOK.replace('name="Lists" sheetId="1" state="hidden"', 'name="Export Summary" sheetId="1"');
  expect(rowsIn(book({ "xl/workbook.xml": workbook }))?.[0]).toContain("Personen");
});

test("cells with line ends, quotes and tabs stay one cell", () => {
  expect(sheetAsText([["a\nb", 'say "hi"', "c"]])).toBe('"a\nb"\t"say ""hi"""\tc');
});

test("other files are none, whole or cut short", () => {
  for (const bytes of [
    new Uint8Array(),
    new TextEncoder().encode("Name,E-Mail\nAda,ada@example.org"),
    zip({ "content.xml": "x" }),
    book().slice(0, 200),
  ])
    expect(firstSheet(bytes)).toBeNull();
});

test("what unpacks to more than a limit, or has more files, is not unpacked", () => {
  const sheet = "xl/worksheets/sheet2.xml";
  expect(firstSheet(book({}, { declared: { [sheet]: MAX_UNPACKED_BYTES } }))).not.toBeNull();
  expect(() => firstSheet(book({}, { declared: { [sheet]: MAX_UNPACKED_BYTES + 1 } }))).toThrow("unpacks to more");
  const many = Object.fromEntries(Array.from({ length: MAX_FILES + 1 }, (_, index) => [`xl/media/${index}.png`, ""]));
  expect(() => firstSheet(book(many, { isStored: true }))).toThrow("more files");
});

test("an archive that declares less than it holds fills no memory, and is not taken for the whole", () => {
  expect(() => firstSheet(book({}, { declared: { "xl/worksheets/sheet2.xml": 500 } }))).toThrow("ends before its end");
});

test.each<[string, Zipped]>([
  ["stored", { isStored: true }],
  ["in the format of 64 bits", { is64: true }],
  ["with backslashes and capitals in its names", { rename: (name) => name.replaceAll("/", "\\").replace("sheet", "Sheet") }],
  ["with a comment at its end", { comment: "x".repeat(300) }],
])("an archive %s is read alike", (_, as) => {
  expect(firstSheet(book({}, as))).toEqual(firstSheet(book()));
});

test("a tab with only a chart is not the guest list", () => {
  const workbook = WORKBOOK.replace('name="Lists" sheetId="1" state="hidden"', 'name="Chart1" sheetId="1"');
  const relations = RELATIONS.replace("worksheets/sheet1.xml", "chartsheets/sheet1.xml");
  expect(rowsIn(book({ "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": relations }))?.[0]).toContain("Personen");
});

const FILTERED = `<worksheet><sheetData>
<row r="1"><c t="str"><v>Name</v></c></row>
<row r="2" hidden="1"><c t="str"><v>Ada</v></c></row>
<row r="3" hidden='true' ht="15"><c t="str"><v>Alan</v></c></row>
<row r="4" hidden="0"><c t="str"><v>Grace</v></c></row>
<row r="5" hidden="1"/>
</sheetData><autoFilter ref="A1:A5"/></worksheet>`;

test("rows that a filter hides are left out and counted, and read on request", () => {
  const filtered = book({ "xl/worksheets/sheet2.xml": FILTERED });
  expect(firstSheet(filtered)).toEqual({ rows: [["Name"], ["Grace"]], hidden: 2 });
  expect(firstSheet(filtered, { withHidden: true })).toEqual({ rows: [["Name"], ["Ada"], ["Alan"], ["Grace"]], hidden: 2 });
});
