import type { FastifyInstance } from "fastify";

/** The fields of a submitted form. */
export type FormFields = ReadonlyMap<string, string>;

/**
 * Makes the routes of a scope accept forms (`application/x-www-form-urlencoded`) up to a number of bytes, and no other
 * bodies. A field that is given twice is refused, because parsers disagree on its meaning.
 */
export function takeForms(scope: FastifyInstance, maxBytes: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: maxBytes }, (_request, body, done) => {
    const fields = new Map<string, string>();
    for (const [name, value] of new URLSearchParams(body as string)) {
      if (fields.has(name)) return done(Object.assign(new Error(`the field ${name} is given twice`), { statusCode: 400 }));
      fields.set(name, value.replaceAll("\0", "")); // PostgreSQL cannot store it
    }
    done(null, fields);
  });
}
