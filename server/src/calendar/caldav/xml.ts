import { SaxesParser } from "saxes";

/** Most elements of a request. A client that asks for each entry of the largest feed by its address sends a few more than those. */
export const MAX_ELEMENTS = 2_000;

/** Namespaces of what we speak, with the prefixes that we write. */
const PREFIXES = {
  D: "DAV:",
  C: "urn:ietf:params:xml:ns:caldav",
  S: "http://calendarserver.org/ns/",
} as const;

/** A name with its namespace: `DAV:|prop`. */
export type Name = `${string}|${string}`;
export const dav = (local: string): Name => `${PREFIXES.D}|${local}`;
export const cal = (local: string): Name => `${PREFIXES.C}|${local}`;
export const calendarServer = (local: string): Name => `${PREFIXES.S}|${local}`;

export interface Element {
  name: Name;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** Longest name of a namespace (characters): those of properties that we lack are written back with each entry. */
export const MAX_NAMESPACE = 100;

export class MalformedXml extends Error {
  readonly statusCode = 400;
}

/** Parses a document with namespaces. Document types are not read, so there are no entities but XML's own. Throws `MalformedXml`. */
export function parseXml(text: string): Element {
  const root: Element = { name: "|", attributes: {}, children: [], text: "" };
  const open = [root];
  let count = 0;
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw new MalformedXml(error.message);
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    if (++count > MAX_ELEMENTS) throw new MalformedXml(`more than ${MAX_ELEMENTS} elements`);
    if (uri.length > MAX_NAMESPACE) throw new MalformedXml(`a namespace of more than ${MAX_NAMESPACE} characters`);
    const given = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    const element: Element = { name: `${uri}|${local}`, attributes: Object.fromEntries(given), children: [], text: "" };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("text", (piece) => {
    open.at(-1)!.text += piece;
  });
  parser.on("cdata", (piece) => {
    open.at(-1)!.text += piece;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return root.children[0]!;
}

export const childOf = (element: Element, name: Name) => element.children.find((child) => child.name === name);

/** XML that is written already. */
export class Xml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An element. Text in it is escaped. */
export function xml(name: Name, ...content: (Xml | string)[]): Xml {
  const [begin, end] = tagsOf(name);
  const inner = content.map((one) => (one instanceof Xml ? one.text : escaped(one))).join("");
  return new Xml(inner === "" ? `<${begin}/>` : `<${begin}>${inner}</${end}>`);
}

/** A document whose root declares our prefixes. */
export function documentOf(root: Name, ...content: Xml[]): string {
  const [begin, end] = tagsOf(root);
  const prefixes = Object.entries(PREFIXES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<${begin}${prefixes.join("")}>${content.map(({ text }) => text).join("")}</${end}>`;
}

/** What begins and ends an element: of a namespace that is not ours, with a declaration of its own. */
function tagsOf(name: Name): [begin: string, end: string] {
  const at = name.lastIndexOf("|");
  const [uri, local] = [name.slice(0, at), name.slice(at + 1)];
  const [prefix] = Object.entries(PREFIXES).find(([, ours]) => ours === uri) ?? [];
  if (prefix) return [`${prefix}:${local}`, `${prefix}:${local}`];
  return [`${local} xmlns="${escaped(uri)}"`, local];
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };
const escaped = (text: string) => text.replaceAll(/[&<>"\r]/g, (one) => ESCAPES[one]!);
