import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { MAX_CELL, writeXlsx } from "./xlsx.ts";

/** The files in a ZIP, by its directory. */
function unzipped(file: Buffer): Record<string, string> {
  const end = file.lastIndexOf("PK\x05\x06");
  const files: Record<string, string> = {};
  for (let at = file.readUInt32LE(end + 16), left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength] = [file.readUInt32LE(at + 20), file.readUInt16LE(at + 28)];
    const name = file.toString("utf8", at + 46, at + 46 + nameLength);
    const begin = file.readUInt32LE(at + 42) + 30 + nameLength;
    files[name] = inflateRawSync(file.subarray(begin, begin + packed)).toString();
    at += 46 + nameLength;
  }
  return files;
}

const sheetOf = async (...cells: (string | number | null)[]) => unzipped(await writeXlsx([cells], "Guests"))["xl/worksheets/sheet1.xml"]!;

test("a spreadsheet is a ZIP of the parts that its readers need, the same for the same rows", async () => {
  const file = await writeXlsx([["name"], ["Grace"]], "Guests");
  expect(Object.keys(unzipped(file))).toEqual([
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
  ]);
  expect(file.equals(await writeXlsx([["name"], ["Grace"]], "Guests"))).toBe(true);
});

test("what looks like a formula is a string, and no cell is a formula", async () => {
  const sheet = await sheetOf('=HYPERLINK("https://example.org")', "+1", "@SUM(1)", "-2");
  expect(sheet).toContain('<c t="inlineStr"><is><t xml:space="preserve">=HYPERLINK("https://example.org")</t></is></c>');
  expect(sheet).not.toContain("<f");
  expect(sheet.match(/t="inlineStr"/g)).toHaveLength(4);
});

test("markup, characters that XML cannot hold and escapes of spreadsheets are words", async () => {
  expect(await sheetOf("<f>1</f> & \0\u001b😀\ud800 _x000D_")).toContain("&lt;f&gt;1&lt;/f&gt; &amp; 😀\ufffd _x005F_x000D_</t>");
});

test("numbers are numbers, nothing is an empty cell, and too many characters are cut", async () => {
  expect(await sheetOf(3, null, "")).toContain("<c><v>3</v></c><c/><c/>");
  expect((await sheetOf("x".repeat(MAX_CELL + 1))).match(/x+<\/t>/)![0]).toHaveLength(MAX_CELL + "</t>".length);
});
