import { fileOfZip } from "./zip.ts";

export interface Sheet {
  /** Cells as text, without empty rows. */
  rows: string[][];
  /** How many rows with something in them are hidden, by a filter or by hand. */
  hidden: number;
}

/**
 * The first sheet that is not hidden; null when this is no .xlsx file. Fails where it is damaged, or has too much in it.
 * Hidden rows are left out, as a spreadsheet does when filtered rows are copied, unless `withHidden`.
 */
export function firstSheet(bytes: Uint8Array, { withHidden = false } = {}): Sheet | null {
  const read = (name: string) => plainXml(fileOfZip(bytes, name) ?? "");
  const workbook = read("xl/workbook.xml");
  if (workbook === "") return null;
  const sheet = read(pathOfSheet(workbook, read("xl/_rels/workbook.xml.rels")));
  // An archive that declares less than it holds is unpacked up to the declared size.
  if (!END.test(sheet)) throw new Error("ends before its end");
  const shared = stringsOf(read("xl/sharedStrings.xml"));
  const dated = datedStyles(read("xl/styles.xml"));
  const [properties = ""] = /<(?:\w+:)?workbookPr\b[^>]*>/.exec(workbook) ?? [];
  const epoch = /^(?:1|true)$/.test(attribute(properties, "date1904")) ? EPOCH_1904 : EPOCH_1900;
  const rows = rowsOf(sheet, { shared, dated, epoch });
  const shown = rows.filter(({ isHidden }) => withHidden || !isHidden);
  return { rows: shown.map(({ cells }) => cells), hidden: rows.filter(({ isHidden }) => isHidden).length };
}

/** Without comments, and with CDATA sections as escaped text: both may hold what looks like a tag. One that never ends takes the rest. */
function plainXml(xml: string): string {
  return xml.replace(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g, (_, text: string = "") =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  );
}

const END = /<\/(?:\w+:)?worksheet\s*>|<(?:\w+:)?worksheet\b[^>]*\/>/;

/** As text with tabs, a cell with line ends in quotes. */
export function sheetAsText(rows: readonly string[][]): string {
  const cell = (text: string) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

/** The sheet that Apple's Numbers puts first: a list of the tables. */
const SUMMARY = "Export Summary";
/** Tabs without cells. */
const NO_CELLS = /(?:^|\/)(?:chart|dialog|macro)sheets\//;

function pathOfSheet(workbook: string, relations: string): string {
  const targets = new Map(
    [...relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(([tag]) => [attribute(tag, "Id"), attribute(tag, "Target")]),
  );
  const targetOf = (tag: string) => targets.get(attribute(tag, "\\w+:id")) ?? "worksheets/sheet1.xml";
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !NO_CELLS.test(targetOf(tag)));
  const shown = sheets.filter((tag) => !/^(?:hidden|veryHidden)$/.test(attribute(tag, "state")));
  const target = targetOf(shown.find((tag) => attribute(tag, "name") !== SUMMARY) ?? shown[0] ?? sheets[0] ?? "");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s?=\\s?(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return withoutReferences(found?.[1] ?? found?.[2] ?? "");
}

/** Runs of differently formatted text are one string, without phonetic hints (`rPh`). */
function textOf(xml: string): string {
  const plain = xml.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "");
  return unescaped([...plain.matchAll(/<(?:\w+:)?t\b[^>]*>([^<]*)</g)].map(([, text]) => text).join(""));
}

function stringsOf(xml: string): string[] {
  return [...xml.matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g)].map(([, inner]) => textOf(inner ?? ""));
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML's own escapes: Go writes a quotation mark as a number, others by its name. */
function withoutReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[(name as string).toLowerCase()] ?? (whole as string);
    const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "\ufffd";
  });
}

/** Text in which Excel has escapes of its own besides (ECMA-376, ST_Xstring). */
function unescaped(text: string): string {
  return withoutReferences(text).replace(/_x([\da-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Which styles show a number as a date. */
function datedStyles(xml: string): boolean[] {
  const own = new Map(
    [...xml.matchAll(/<(?:\w+:)?numFmt\b[^>]*>/g)].map(([tag]) => [attribute(tag, "numFmtId"), attribute(tag, "formatCode")]),
  );
  const [, formats = ""] = /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(xml) ?? [];
  return [...formats.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)].map(([tag]) => {
    const id = attribute(tag, "numFmtId");
    const code = own.get(id)?.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, "");
    return code === undefined ? BUILT_IN_DATES.has(Number(id)) : /[dy]/i.test(code);
  });
}

const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY = 86_400_000;

interface Book {
  shared: string[];
  dated: boolean[];
  epoch: number;
}

/** Most columns of a sheet that are read. */
const MOST_COLUMNS = 400;

function rowsOf(sheet: string, book: Book) {
  const rows = [...sheet.matchAll(/<(?:\w+:)?row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g)];
  return rows
    .map(([, open = "", inner = ""]) => ({ cells: cellsOf(inner, book), isHidden: /^(?:1|true)$/.test(attribute(open, "hidden")) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}

function cellsOf(row: string, book: Book): string[] {
  const cells: string[] = [];
  for (const [, open = "", inner = ""] of row.matchAll(/<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g)) {
    const place = attribute(open, "r").replace(/\d+$/, "");
    const column = place === "" ? cells.length : columnOf(place);
    if (column >= MOST_COLUMNS) break;
    while (cells.length < column) cells.push("");
    cells[column] = valueOf(open, inner, book).trim();
  }
  return cells;
}

function columnOf(letters: string): number {
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** For a formula, its cached value. */
function valueOf(open: string, inner: string, { shared, dated, epoch }: Book): string {
  const declared = attribute(open, "t");
  const type = declared === "n" ? "" : declared; // a number: the default, which openpyxl writes all the same
  if (type === "inlineStr") return textOf(inner);
  const value = unescaped(/<(?:\w+:)?v\b[^>]*>([^<]*)</.exec(inner)?.[1] ?? "");
  if (type === "s") return shared[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "yes" : "no";
  if (type === "e") return "";
  if (type === "d") return value.slice(0, 10);
  const isDate = type === "" && value !== "" && (dated[Number(attribute(open, "s") || 0)] ?? false);
  if (isDate) return new Date(epoch + Math.floor(Number(value)) * DAY).toISOString().slice(0, 10);
  return type === "" && value !== "" ? plainNumber(value) : value;
}

/** `3.0` and `4.9E+11` (a phone number) the way a person reads them. */
function plainNumber(value: string): string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : value;
}
