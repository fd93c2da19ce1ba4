import { expect, test } from "vitest";
import { withFirstPaint } from "./first-paint.ts";

const document = `<head>
    <script src="/theme.js"></script>
    <!--head-->
    <script type="module" crossorigin src="/assets/index.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/kit.css">
  </head>
  <body><div id="root"><!--page--></div>
    <!--data-->
  </body>`;

test("what can be read stands before the app's styles, and behind its own", () => {
  const text = withFirstPaint(document, "p{margin:0 $&}", "look()");
  const order = [
    "<script>look()</script>",
    "<style>p{margin:0 $&}</style>",
    "<!--head-->",
    "<!--page-->",
    "<!--data-->",
    '<link rel="stylesheet"',
  ];
  expect(order.map((part) => text.indexOf(part))).toEqual(order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b));
  for (const part of order) expect(text.split(part)).toHaveLength(2);
});

test("a document that does not have what is moved fails the build", () => {
  for (const part of ['<script src="/theme.js"></script>', '<link rel="stylesheet" crossorigin href="/assets/kit.css">', "<!--data-->"])
    expect(() => withFirstPaint(document.replace(part, ""), "", "")).toThrow("web/first-paint.ts");
});
