import fc from "fast-check";
import { expect, test } from "vitest";
import { html, htmlText, jsonForHtml } from "./html.ts";

test("values in markup are escaped", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const piece = htmlText(html`<p title="${text}">${text}</p>`);
      expect(piece.match(/[<>"]/g)).toHaveLength(6);
    }),
  );
});

test("markup made by html nests unescaped; undefined, null and false render nothing", () => {
  expect(htmlText(html`<ul>${[html`<li>${"<1>"}</li>`, html`<li>2</li>`]}${null}${false}${undefined}</ul>`)).toBe(
    "<ul><li>&lt;1&gt;</li><li>2</li></ul>",
  );
});

test("JSON in a page reads back the same and cannot end its element", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withNullPrototype: false,
        withDate: false,
        withMap: false,
        withSet: false,
        withBigInt: false,
        withTypedArray: false,
        withSparseArray: false,
        values: [fc.string({ unit: "binary" }), fc.integer(), fc.constant("</script>"), fc.constant("\u2028")],
      }),
      (data) => {
        const text = jsonForHtml(JSON.stringify({ data }));
        expect(text).not.toMatch(/<|\u2028|\u2029/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ data })));
      },
    ),
  );
});
