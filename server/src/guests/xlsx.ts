import { promisify } from "node:util";
import { deflateRaw } from "node:zlib";
import { zipPieces, type ZipFile } from "../http/zip.ts";

/** A cell: words, a number, or nothing. */
export type Cell = string | number | null;

/** The media type of a spreadsheet (ECMA-376). */
export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Most characters that spreadsheet programs take in a cell. */
export const MAX_CELL = 32_767;

const deflate = promisify(deflateRaw);

/**
 * A spreadsheet of one sheet (ECMA-376). Words are strings of their own (`inlineStr`), which no program reads as formulas, whatever they
 * begin with. Written here: libraries that write spreadsheets bring styles, charts and formulas, and these five files are all it takes.
 */
export async function writeXlsx(rows: readonly (readonly Cell[])[], sheetName: string): Promise<Buffer> {
  const files = { ...frame(sheetName), "xl/worksheets/sheet1.xml": sheetOf(rows) };
  return zip(Object.entries(files));
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const PARTS = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const frame = (sheetName: string) => ({
  "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${PARTS}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${PARTS}.worksheet+xml"/></Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${xmlText(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
});

function sheetOf(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((cells, at) => `<row r="${at + 1}">${cells.map(cellOf).join("")}</row>`);
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cellOf(cell: Cell): string {
  if (cell === null || cell === "") return "<c/>";
  if (typeof cell === "number") return `<c><v>${cell}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Characters that XML cannot hold are left out; what reads like a spreadsheet's escape of a character (`_x000D_`) is escaped itself. */
function xmlText(text: string): string {
  return text
    .slice(0, MAX_CELL)
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_")
    .replace(/[&<>]/g, (character) => ESCAPES[character]!);
}

/** A ZIP archive, each file deflated. */
async function zip(files: [name: string, text: string][]): Promise<Buffer> {
  const deflated = files.map(async ([name, text]): Promise<ZipFile> => {
    const data = Buffer.from(text);
    return { name, data, packed: (await deflate(data)) as Buffer };
  });
  return Buffer.concat(await Array.fromAsync(zipPieces(await Promise.all(deflated))));
}
