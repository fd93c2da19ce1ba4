import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Failed } from "../failed.ts";
import { visitor } from "../load/visitor.ts";

/** Checks that the app's files are served compressed, immutable, and equal in each encoding. */
export async function checkFiles(front: string): Promise<void> {
  const somebody = visitor(front, "198.51.100.250");
  const page = await somebody.fetch("/");
  must(page.status === 200 && String(page.headers["content-security-policy"]).includes("default-src"), `the page: ${page.status}`);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.bytes.toString())?.[1];
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(page.bytes.toString())?.[1];
  for (const [path, type] of [
    [script, "application/javascript"],
    [style, "text/css"],
  ] as const) {
    must(path !== undefined, "the page names no file of that kind");
    const plain = await somebody.fetch(path!);
    const [gzip, brotli] = [
      await somebody.fetch(path!, { "accept-encoding": "gzip" }),
      await somebody.fetch(path!, { "accept-encoding": "gzip, deflate, br" }),
    ];
    for (const { headers } of [plain, gzip, brotli]) {
      must(headers["cache-control"] === "public, max-age=31536000, immutable", `${path}: cache-control ${headers["cache-control"]}`);
      must(headers["content-type"]?.startsWith(type) === true, `${path}: type ${headers["content-type"]}`);
      must(headers["x-content-type-options"] === "nosniff", `${path}: may be sniffed`);
    }
    must(plain.headers["content-encoding"] === undefined, `${path}: compressed unasked`);
    must(gzip.headers["content-encoding"] === "gzip" && gunzipSync(gzip.bytes).equals(plain.bytes), `${path}: gzip`);
    must(brotli.headers["content-encoding"] === "br" && brotliDecompressSync(brotli.bytes).equals(plain.bytes), `${path}: brotli`);
  }
  const absent = await somebody.fetch("/assets/nothing-00000000.js");
  must(absent.status === 404, `a file that is not there: ${absent.status}`);
}

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Failed(`not as promised: ${what}`);
}
