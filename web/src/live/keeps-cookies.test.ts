import { expect, test } from "vitest";
import { keepsCookies } from "./keeps-cookies.ts";

function browser(keeps: boolean, kept: string[] = []) {
  return {
    get cookie() {
      return kept.join("; ");
    },
    set cookie(line: string) {
      const pair = line.split("; ")[0]!;
      const name = pair.split("=")[0]!;
      const at = kept.findIndex((one) => one.startsWith(`${name}=`));
      if (at >= 0) kept.splice(at, 1);
      if (keeps && !line.includes("Max-Age=0")) kept.push(pair);
    },
  };
}

test("a browser that keeps cookies is told apart from one that does not, and nothing is left in it", () => {
  const kept = ["locale=de"];
  expect(keepsCookies(browser(true, kept))).toBe(true);
  expect(kept).toEqual(["locale=de"]);
  expect(keepsCookies(browser(false))).toBe(false);
});

test("a page that may not ask keeps none", () => {
  const sandboxed = {
    get cookie(): string {
      throw new Error("the document is sandboxed");
    },
    set cookie(_line: string) {
      throw new Error("the document is sandboxed");
    },
  };
  expect(keepsCookies(sandboxed)).toBe(false);
});
