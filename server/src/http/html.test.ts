import fc from "fast-check";
import { expect, test } from "vitest";
import { html, htmlText, jsonForHtml } from "./html.ts";

test("whatever is put into markup stays text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const piece = htmlText(html`<p title="${text}">${text}</p>`);
      expect(piece.match(/[<>"]/g)).toHaveLength(6);
    }),
  );
});

test("pieces made by html nest as they are; nothing, null and false leave no trace", () => {
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
        const text = jsonForHtml({ data });
        expect(text).not.toMatch(/<|\u2028|\u2029/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ data })));
      },
    ),
  );
});
