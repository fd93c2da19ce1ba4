import type { Properties } from "./resources.ts";
import { cal, dav, documentOf, MalformedXml, Xml, xml, type Element, type Name } from "./xml.ts";

/** What a client asks of each resource: properties by name, all of them, or their names (RFC 4918, 9.1). */
export type Asked = Name[] | "all" | "names";

export interface Resource {
  path: string;
  /** Absent: there is no such resource. */
  properties?: Properties;
}

/** Most properties that are asked for by name, with each of which every entry is answered. Calendars ask for 30 or so. */
export const MAX_PROPERTIES = 50;

/** What a PROPFIND or REPORT asks for. Nothing at all asks for everything. */
export function askedIn(root: Element | undefined): Asked {
  const named = root?.children.find(({ name }) => name === dav("prop"));
  if (named) {
    const names = [...new Set(named.children.map(({ name }) => name))];
    if (names.length > MAX_PROPERTIES) throw new MalformedXml(`more than ${MAX_PROPERTIES} properties`);
    return names;
  }
  return root?.children.some(({ name }) => name === dav("propname")) ? "names" : "all";
}

/** Written only for those who ask for it by name (RFC 4791, 9.6). */
const NEVER_OF_ALL = new Set([cal("calendar-data")]);

/** Properties of several resources (RFC 4918, 13). */
export function multistatus(resources: Resource[], asked: Asked, ...more: Xml[]): string {
  return documentOf(dav("multistatus"), ...resources.map((one) => responseOf(one, asked)), ...more);
}

function responseOf({ path, properties }: Resource, asked: Asked): Xml {
  const location = xml(dav("href"), path);
  if (!properties) return xml(dav("response"), location, status("404 Not Found"));
  const names = Array.isArray(asked) ? asked : [...properties.keys()].filter((name) => !NEVER_OF_ALL.has(name));
  const there = names.filter((name) => properties.has(name)).map((name) => xml(name, ...contentOf(properties, name, asked)));
  const missing = names.filter((name) => !properties.has(name)).map((name) => xml(name));
  return xml(
    dav("response"),
    location,
    ...(there.length > 0 || missing.length === 0 ? [propstat(there, "200 OK")] : []),
    ...(missing.length > 0 ? [propstat(missing, "404 Not Found")] : []),
  );
}

function contentOf(properties: Properties, name: Name, asked: Asked): (Xml | string)[] {
  return asked === "names" ? [] : [properties.get(name)!()].flat();
}

const propstat = (properties: Xml[], line: string) => xml(dav("propstat"), xml(dav("prop"), ...properties), status(line));
const status = (line: string) => xml(dav("status"), `HTTP/1.1 ${line}`);
