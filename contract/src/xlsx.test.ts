/// <reference types="node" />
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { parseGuests } from "./guest-rows.ts";
import { firstSheet, sheetAsText } from "./xlsx.ts";
import { MAX_UNPACKED_BYTES, zipEntries } from "./zip.ts";

/** A ZIP archive as spreadsheet programs write it. */
function zip(files: Record<string, string | Buffer>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let start = 0;
  for (const [name, content] of Object.entries(files)) {
    const [title, data] = [Buffer.from(name), deflateRawSync(content)];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50, 0);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(start, 42);
    parts.push(local, title, data);
    directory.push(entry, title);
    start += local.length + title.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(start, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

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

const book = (over: Record<string, string | Buffer> = {}) =>
  zip({
    "xl/workbook.xml": WORKBOOK,
    "xl/_rels/workbook.xml.rels": RELATIONS,
    "xl/sharedStrings.xml": STRINGS,
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": "<worksheet/>",
    "xl/worksheets/sheet2.xml": SHEET,
    ...over,
  });

test("the first sheet that is not hidden is read: shared and inline strings, numbers, dates, values of formulas", async () => {
  expect(await firstSheet(book())).toEqual([
    ["Name", "E-Mail", "Personen", "Added"],
    ["Ada Lovelace", "ada@example.org", "2", "2024-01-01"],
    ["山田太郎", "", "1", "2024-01-01"],
    ["Tom & Lisa Berg", "", "", "3.5"],
  ]);
});

test("people come out of it as out of any table", async () => {
  const { rows } = parseGuests(sheetAsText((await firstSheet(book()))!));
  expect(rows.map(({ name, email, plusOnes }) => [name, email, plusOnes])).toEqual([
    ["Ada Lovelace", "ada@example.org", 1],
    ["山田太郎", null, 0],
    ["Tom Berg", null, null],
    ["Lisa Berg", null, null],
  ]);
});

/** The cells of a sheet with these rows, in a workbook of its own. */
const cellsOf = (rows: string, over: Record<string, string> = {}) =>
  firstSheet(book({ "xl/worksheets/sheet2.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`, ...over }));

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
])("%s", async (_, cells, values) => {
  expect(await cellsOf(`<row>${cells}</row>`)).toEqual([values]);
});

test("a sheet written with a prefix for every name is read alike", async () => {
  const prefixed = (xml: string) => xml.replace(/<(\/?)(?=[a-z])/gi, "<$1x:");
  const files = {
    "xl/workbook.xml": WORKBOOK,
    "xl/sharedStrings.xml": STRINGS,
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet2.xml": SHEET,
  };
  const over = Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, prefixed(xml)]));
  expect(await firstSheet(book(over))).toEqual(await firstSheet(book()));
});

test.each(['date1904="1"', 'date1904="true"', "date1904='1'"])(
  "days are counted from 1904 where the workbook says so: %s",
  async (said) => {
    const workbook = WORKBOOK.replace("<sheets>", `<workbookPr ${said}/><sheets>`);
    expect(await cellsOf('<row><c s="1"><v>43830</v></c></row>', { "xl/workbook.xml": workbook })).toEqual([["2024-01-01"]]);
  },
);

test("the list of tables that Numbers puts first is not the guest list", async () => {
  const workbook = WORKBOOK.replace('name="Lists" sheetId="1" state="hidden"', 'name="Export Summary" sheetId="1"');
  expect((await firstSheet(book({ "xl/workbook.xml": workbook })))?.[0]).toContain("Personen");
});

test("cells with line ends, quotes and tabs stay one cell", () => {
  expect(sheetAsText([["a\nb", 'say "hi"', "c"]])).toBe('"a\nb"\t"say ""hi"""\tc');
});

test("other files are none, whole or cut short", async () => {
  for (const bytes of [
    new Uint8Array(),
    new TextEncoder().encode("Name,E-Mail\nAda,ada@example.org"),
    zip({ "content.xml": "x" }),
    book().slice(0, 200),
  ])
    expect(await firstSheet(bytes)).toBeNull();
});

test("what unpacks to more than a limit is not unpacked further", async () => {
  const bomb = book({ "xl/worksheets/sheet2.xml": Buffer.alloc(MAX_UNPACKED_BYTES + 1, 32) });
  expect(bomb.length).toBeLessThan(1_000_000);
  await expect(firstSheet(bomb)).rejects.toThrow("unpacks to more");
  expect(zipEntries(bomb)?.has("xl/workbook.xml")).toBe(true);
});
