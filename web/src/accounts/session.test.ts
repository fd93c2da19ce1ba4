import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import type { Account } from "@turnout/contract/accounts";

const ada = { id: "1", name: "Ada", email: "ada@example.org" } as Account;
const lin = { ...ada, id: "2", name: "Lin" };

type Answer = { status: number; account?: Account | null } | "offline";
let answers: Answer[];
let channel: { posted: unknown[]; tell: () => void };
let reload: Mock<() => void>;
const onWindow = new EventTarget();

beforeEach(() => {
  answers = [];
  reload = vi.fn<() => void>();
  channel = { posted: [], tell: () => {} };
  vi.resetModules();
  vi.stubGlobal("location", {
    assign: vi.fn<(path: string) => void>(),
    reload,
    origin: "http://here.example",
    href: "http://here.example/",
  });
  vi.stubGlobal("window", {});
  vi.stubGlobal("addEventListener", onWindow.addEventListener.bind(onWindow));
  vi.stubGlobal("BroadcastChannel", function open() {
    return {
      postMessage: (message: unknown) => channel.posted.push(message),
      addEventListener: (_type: string, listener: () => void) => (channel.tell = listener),
    };
  });
  vi.doMock("../api/client.ts", () => ({
    api: { GET: () => answers.shift() },
    read: async (answer: Answer) => {
      if (answer === "offline" || answer.status !== 200) throw new Error("no answer");
      return { account: answer.account ?? null };
    },
  }));
});
afterEach(() => {
  vi.doUnmock("../api/client.ts");
  vi.resetModules();
  vi.unstubAllGlobals();
});

const open = () => import("./session.ts");
const settled = () => new Promise((done) => setTimeout(done, 5));

test("a session is known once the server has said whose it is, also when it is nobody's", async () => {
  answers = [
    { status: 200, account: ada },
    { status: 200, account: null },
  ];
  const { loadSession } = await open();
  expect(await loadSession()).toEqual({ state: "known", account: ada });
  expect(await loadSession()).toEqual({ state: "known", account: null });
});

test("a server that does not answer leaves what is known, and fails where nothing is", async () => {
  answers = ["offline", { status: 200, account: ada }, "offline"];
  const { loadSession } = await open();
  expect(await loadSession()).toEqual({ state: "failed", account: null });
  expect(await loadSession()).toMatchObject({ state: "known" });
  expect(await loadSession()).toEqual({ state: "known", account: ada });
});

test("a failed session is asked for again when the network is back, a known one is not", async () => {
  answers = ["offline", { status: 200, account: ada }, { status: 200, account: lin }];
  const { loadSession } = await open();
  await loadSession();
  onWindow.dispatchEvent(new Event("online"));
  await settled();
  onWindow.dispatchEvent(new Event("online"));
  await settled();
  expect(answers).toHaveLength(1);
});

describe("other tabs", () => {
  test("hear of a sign-in, of an edit, and of a sign-out, which leads to the start", async () => {
    const { leaveSignedOut, showAccount } = await open();
    showAccount(ada);
    leaveSignedOut();
    expect(channel.posted).toEqual(["changed", "changed"]);
    expect(location.assign).toHaveBeenCalledWith("/");
  });

  test.each([
    ["another account", lin, 1],
    ["nobody", null, 1],
    ["the same account", { ...ada, name: "Ada Lovelace" }, 0],
  ])("that turn out to be %s load this one anew %#", async (_who, account, times) => {
    answers = [
      { status: 200, account: ada },
      { status: 200, account },
    ];
    const { loadSession } = await open();
    await loadSession();
    channel.tell();
    await settled();
    expect(reload).toHaveBeenCalledTimes(times);
  });

  test("do not make a page ask that has no use for a session", async () => {
    answers = [{ status: 200, account: ada }];
    await open();
    channel.tell();
    await settled();
    expect(answers).toHaveLength(1);
  });
});
