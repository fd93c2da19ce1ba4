import type { FastifyInstance } from "fastify";

/** The fields of a form that a browser has sent. */
export type FormFields = ReadonlyMap<string, string>;

/**
 * Lets the routes of a scope take forms (`application/x-www-form-urlencoded`), and nothing else, up to so many bytes. A
 * field given twice means different things to different readers: it is refused, as in addresses.
 */
export function takeForms(scope: FastifyInstance, maxBytes: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: maxBytes }, (_request, body, done) => {
    const fields = new Map<string, string>();
    for (const [name, value] of new URLSearchParams(body as string)) {
      if (fields.has(name)) return done(Object.assign(new Error(`the field ${name} is given twice`), { statusCode: 400 }));
      fields.set(name, value.replaceAll("\0", "")); // PostgreSQL cannot keep it
    }
    done(null, fields);
  });
}
