import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "@turnout/contract/refusals";
import { isKnown, type FeedReader } from "../feed-reader.ts";
import type { FeedState } from "../feed-states.ts";
import { feedCalendar } from "../ics.ts";
import { askedIn, multistatus, type Resource } from "./multistatus.ts";
import { answerReport } from "./reports.ts";
import { CALENDAR, calendarProperties, entryPath, entryProperties, entryTag, eventIdAt, HOME, homeProperties } from "./resources.ts";
import { dav, documentOf, parseXml, xml, type Element, type Name } from "./xml.ts";

/** Most bytes of a request. A client that asks for each entry of the largest feed by its address sends about 100 kB. */
export const MAX_REQUEST = 256 * 1024;

const REALM = 'Basic realm="Turnout calendar", charset="UTF-8"';
const XML = "application/xml; charset=utf-8";
const config = { authz: "anyone", limit: "read" } as const;
/** No operation of the API: what clients send is said by the RFCs. */
const schema = { hide: true };

/**
 * A feed for calendars that take accounts rather than addresses: read-only CalDAV (RFC 4791) with changes by token (RFC 6578). The password is the
 * secret part of the feed's address, whatever the user's name, and ends with it.
 */
export function caldavRoutes(server: FastifyInstance, reader: FeedReader) {
  void server.register(async (scope) => {
    scope.addHttpMethod("PROPFIND", { hasBody: true }).addHttpMethod("REPORT", { hasBody: true });
    scope.removeAllContentTypeParsers();
    // Some clients name no type, and what is sent is XML in any case.
    scope.addContentTypeParser("*", { parseAs: "string", bodyLimit: MAX_REQUEST }, (_request, text, done) => done(null, text));
    discoveryRoutes(scope);
    propertyRoutes(scope, reader);
    entryRoutes(scope, reader);
    reportRoute(scope, reader);
  });
}

/** RFC 6764, 5: clients that know a host alone begin here. */
function discoveryRoutes(scope: FastifyInstance) {
  for (const url of ["/.well-known/caldav", "/caldav"])
    for (const method of ["GET", "PROPFIND"])
      scope.route({ method, url, schema, config, handler: (_request, reply) => reply.redirect(HOME, 301) });
  for (const url of [HOME, CALENDAR, `${CALENDAR}:file`])
    scope.route({
      method: "OPTIONS",
      url,
      schema,
      config,
      handler: (_request, reply) =>
        reply
          .headers({ dav: "1, 3, calendar-access", allow: methodsAt(url) })
          .code(204)
          .send(),
    });
}

const methodsAt = (url: string) =>
  `OPTIONS, PROPFIND${url === CALENDAR ? ", REPORT" : ""}${url.startsWith(`${CALENDAR}:`) ? ", GET, HEAD" : ""}`;

function propertyRoutes(scope: FastifyInstance, reader: FeedReader) {
  const propfind = (url: string, at: (state: FeedState, request: FastifyRequest) => Resource[] | Promise<Resource[]>) =>
    scope.route({
      method: "PROPFIND",
      url,
      schema,
      config,
      async handler(request, reply) {
        const state = await stateFor(request, reply, reader);
        if (!["0", "1"].includes(String(request.headers.depth))) return fail(reply, 403, dav("propfind-finite-depth"));
        const asked = askedIn(bodyOf(request));
        return reply
          .code(207)
          .type(XML)
          .send(multistatus(await at(state, request), asked));
      },
    });
  const isDeep = ({ headers }: FastifyRequest) => headers.depth === "1";
  const calendar = (state: FeedState): Resource => ({ path: CALENDAR, properties: calendarProperties(state, reader.form) });

  propfind(HOME, (state, request) => [{ path: HOME, properties: homeProperties() }, ...(isDeep(request) ? [calendar(state)] : [])]);
  propfind(CALENDAR, async (state, request) => [
    calendar(state),
    ...(isDeep(request) ? (await reader.entriesOf(state)).map(({ place }) => resourceOf(place, reader.form)) : []),
  ]);
  propfind(`${CALENDAR}:file`, async (state, request) => {
    const id = eventIdAt(request.url);
    const [entry] = id ? await reader.entriesOf(state, (place) => place.id === id) : [];
    return [resourceOf((entry ?? refuse("event_not_found")).place, reader.form)];
  });
}

const resourceOf = (place: Parameters<typeof entryProperties>[0], form: string): Resource => ({
  path: entryPath(place.id),
  properties: entryProperties(place, form),
});

function entryRoutes(scope: FastifyInstance, reader: FeedReader) {
  scope.get(`${CALENDAR}:file`, { schema, config }, async (request, reply) => {
    const state = await stateFor(request, reply, reader);
    const id = eventIdAt(request.url);
    const [entry] = id ? await reader.entriesOf(state, (place) => place.id === id) : [];
    if (!entry) refuse("event_not_found");
    const tag = entryTag(entry.place, reader.form);
    reply.header("etag", tag);
    if (isKnown(request.headers["if-none-match"], tag)) return reply.code(304).send();
    return reply.type("text/calendar; charset=utf-8").send(feedCalendar("Turnout", [entry]));
  });
}

function reportRoute(scope: FastifyInstance, reader: FeedReader) {
  scope.route({
    method: "REPORT",
    url: CALENDAR,
    schema,
    config,
    async handler(request, reply) {
      const state = await stateFor(request, reply, reader);
      const root = bodyOf(request);
      const answer = root ? await answerReport(root, state, reader) : { refused: dav("supported-report") };
      if ("refused" in answer) return fail(reply, 403, answer.refused);
      return reply.code(207).type(XML).send(answer.text);
    },
  });
}

const bodyOf = ({ body }: FastifyRequest): Element | undefined => (body ? parseXml(body as string) : undefined);

/** The feed whose secret the request has. Refuses with 401, so that clients ask for it. */
async function stateFor(request: FastifyRequest, reply: FastifyReply, { stateOf }: FeedReader): Promise<FeedState> {
  reply.headers({ "cache-control": "private, no-cache", "x-robots-tag": "noindex" });
  const password = passwordIn(request.headers.authorization);
  const state = password === undefined ? "unknown" : await stateOf(password);
  if (typeof state !== "string") return state;
  if (password !== undefined && state === "unknown") await reply.countBadLink();
  reply.header("www-authenticate", REALM);
  return refuse("sign_in_required");
}

/** RFC 7617. */
function passwordIn(header: string | undefined): string | undefined {
  const [, encoded] = /^Basic +([\w+/]+={0,2})$/i.exec(header ?? "") ?? [];
  if (!encoded) return undefined;
  const given = Buffer.from(encoded, "base64").toString();
  const colon = given.indexOf(":");
  return colon === -1 ? undefined : given.slice(colon + 1);
}

/** RFC 4918, 16: the condition that does not hold. */
const fail = (reply: FastifyReply, code: number, condition: Name) =>
  reply
    .code(code)
    .type(XML)
    .send(documentOf(dav("error"), xml(condition)));
