import { expect, test } from "vitest";
import { type Selected, startLines, wrap } from "./format-text.ts";

/** A text whose selection stands between square brackets. */
function selected(shown: string): Selected {
  const from = shown.indexOf("[");
  const to = shown.indexOf("]") - 1;
  return { text: shown.replace("[", "").replace("]", ""), from, to };
}
const show = ({ text, from, to }: Selected) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;

test("marks go around the selection, which stays selected, and come off again", () => {
  const bold = wrap(selected("bring a [dish] please"), "**");
  expect(show(bold)).toBe("bring a **[dish]** please");
  expect(show(wrap(bold, "**"))).toBe("bring a [dish] please");
});

test("with nothing selected the cursor stands between the marks", () => {
  expect(show(wrap(selected("so []"), "*"))).toBe("so *[]*");
});

test("every touched line gets the mark, and loses it on a second click", () => {
  const list = startLines(selected("bring:\nsal[ad\nbre]ad\nend"), "- ");
  expect(list.text).toBe("bring:\n- salad\n- bread\nend");
  expect(startLines(list, "- ").text).toBe("bring:\nsalad\nbread\nend");
});

test("the first and the last line count too", () => {
  expect(startLines(selected("[]"), "## ").text).toBe("## ");
  expect(startLines(selected("one\ntwo[]"), "- ").text).toBe("one\n- two");
  expect(startLines(selected("[]one\ntwo"), "- ").text).toBe("- one\ntwo");
});
