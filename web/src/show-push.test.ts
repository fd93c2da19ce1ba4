import { expect, test } from "vitest";
import { subscriptionId } from "./push-subscription.ts";
import { isSeen, mustShow, pageAt, readPush } from "./show-push.ts";

const message = {
  title: "Picnic",
  body: "New time",
  path: "/e/1f0c",
  tag: "1f0c moved",
  renotify: true,
  locale: "en",
  at: "2027-06-18T19:00:00Z",
};

test.each([
  ["a message", JSON.stringify(message), message],
  ["one with a field of a later version", JSON.stringify({ ...message, sound: "bell" }), { ...message, sound: "bell" }],
  ["one that leads to another site", JSON.stringify({ ...message, path: "https://evil.test" }), null],
  ["one without a title", JSON.stringify({ ...message, title: undefined }), null],
  ["no JSON", "hello", null],
  ["null", "null", null],
  ["nothing", undefined, null],
])("what the service worker reads in %s", (_what, text, read) => {
  expect(readPush(text)).toEqual(read);
});

const page = (path: string, { focused = true, visible = true } = {}) => ({
  url: `https://turnout.test${path}`,
  focused,
  visibilityState: visible ? ("visible" as const) : ("hidden" as const),
});

test.each([
  ["the event's page, focused", [page("/e/1f0c")], true],
  ["one of its other pages, focused", [page("/e/1f0c/guests?search=Ada")], true],
  ["the event's page beside a focused one", [page("/e/2a", {}), page("/e/1f0c", { focused: false })], false],
  ["the event's page, hidden", [page("/e/1f0c", { visible: false })], false],
  ["another event's page, of a name that begins alike", [page("/e/1f0c9")], false],
  ["another page", [page("/account")], false],
  ["no page", [], false],
])("seen already: %s", (_what, pages, seen) => {
  expect(isSeen(message, pages)).toBe(seen);
});

test("what is about no event is always shown", () => expect(isSeen({ path: "/events" }, [page("/events")])).toBe(false));

test("a click leads to the page that is open, or opens it, and never to another site", () => {
  const pages = [page("/events"), page("/e/1f0c#chat")];
  const at = (path: string) => {
    const { target, open } = pageAt(path, pages, "https://turnout.test");
    return [target.href, open?.url];
  };
  expect(at("/e/1f0c")).toEqual(["https://turnout.test/e/1f0c", "https://turnout.test/e/1f0c#chat"]);
  expect(at("/e/other")).toEqual(["https://turnout.test/e/other", undefined]);
  expect(at("//evil.test/e/1f0c")).toEqual(["https://turnout.test/", undefined]);
});

test.each([
  ["Safari", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", true],
  [
    "an iPhone's home screen",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    true,
  ],
  ["Chrome", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36", false],
  ["Firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", false],
])("%s has to show what it gets: %s", (_browser, userAgent, must) => expect(mustShow(userAgent)).toBe(must));

test("a browser finds itself in the server's list by the hash of its endpoint", async () => {
  // The server's own, from server/src/push/subscriptions.ts.
  expect(await subscriptionId("https://push.example/1")).toBe("5ba15fff-965f-84af-855a-a4fa4d52b94b");
});
