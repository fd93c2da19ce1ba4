import { AboutMessage } from "@turnout/contract/chat";
import { expect, test } from "vitest";
import * as commands from "./commands.ts";
import { messageCommand, type MessageCommand } from "./message-command.ts";

test("a command about a message does not compile while its address, its input or who may send it is unsaid", () => {
  const route = { method: "PUT", path: "/star", authz: "host", input: AboutMessage } as const;
  const { authz, ...open } = route;
  const { input, ...silent } = route;
  const whole: MessageCommand<typeof AboutMessage> = messageCommand({ name: "starMessage", route, needs: () => [], decide: () => {} });
  const unsaid = [
    // @ts-expect-error who may send it
    messageCommand({ name: "starMessage", route: open, needs: () => [], decide: () => {} }),
    // @ts-expect-error what it says
    messageCommand({ name: "starMessage", route: silent, needs: () => [], decide: () => {} }),
    // @ts-expect-error a route at all
    messageCommand({ name: "starMessage", needs: () => [], decide: () => {} }),
  ];
  expect([whole, ...unsaid]).toHaveLength(4);
  expect([authz, input]).toEqual(["host", AboutMessage]);
});

test("every command about a message has its route", () => {
  const { messageCommands, ...all } = commands;
  const named = Object.values(all).filter((one) => "route" in one);
  expect(named.length).toBeGreaterThan(3);
  expect(new Set<unknown>(messageCommands)).toEqual(new Set<unknown>(named));
});
