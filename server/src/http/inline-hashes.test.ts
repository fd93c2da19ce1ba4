import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { afterFile } from "../testing/after-file.ts";
import { testApp } from "../testing/test-app.ts";
import { inlineHashes } from "./inline-hashes.ts";

const style = ":root{--bg:#fff}\nhtml{background:var(--bg)}";
const script = 'document.documentElement.dataset.theme="dark"';
const folder = mkdtempSync(join(tmpdir(), "turnout-inline-"));
afterFile(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(
  join(folder, "index.html"),
  `<!doctype html><html lang="en"><head><script>${script}</script><style>${style}</style><!--head--><script type="module" src="/a.js"></script></head><body><div id="root"><!--page--></div><!--data--></body></html>`,
);
const formStyle = ".answer-card{display:grid}";
for (const name of [".vite", "assets"]) mkdirSync(join(folder, name));
writeFileSync(join(folder, "assets/form-paint.css"), `${formStyle}\n`);
writeFileSync(
  join(folder, ".vite/manifest.json"),
  JSON.stringify({ "src/guests/answer/form-paint.css": { file: "assets/form-paint.css" } }),
);
const hashed = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

test("the document's inline scripts and styles, and a form's, are allowed, and no others", async () => {
  expect(inlineHashes(folder)).toEqual({ scripts: [hashed(script)], styles: [hashed(style), hashed(formStyle)] });
  const { server } = await testApp({ webFolder: folder });
  const reply = await server.inject({ url: "/", headers: { host: "turnout.test", accept: "text/html" } });
  expect(String(reply.headers["content-security-policy"]).split("; ")).toEqual(
    expect.arrayContaining([`script-src 'self' ${hashed(script)}`, `style-src 'self' ${hashed(style)} ${hashed(formStyle)}`]),
  );
  expect(reply.body).toContain(`<style>${style}</style>`);
});

test("without a built web app no inline source is allowed", () => {
  expect(inlineHashes(join(folder, "nowhere"))).toEqual({ scripts: [], styles: [] });
});
