import { editGuest, removeGuest } from "../guests/commands.ts";
import { MAX_INBOUND_BYTES } from "../mail/inbound/smtp-listener.ts";
import { asUser } from "../testing/world.ts";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { resendInvitation, revokeInvitation } from "../invitations/commands.ts";
import { describe, expect, test } from "vitest";
import { openReplies, replyOf, mailOf } from "./replies.test-support.ts";

const { db, changeEvent, inboundAddress, open, port, sender, invited } = await openReplies();

describe("the port takes nothing else", () => {
  const refusal = async (mail: object) => {
    const error = await sender.sendMail(mail).catch((failed: unknown) => failed as { responseCode?: number });
    return (error as { responseCode?: number }).responseCode;
  };

  test("no mail for others, and none whose proof is wrong", async () => {
    const event = await invited();
    const forged = event.address.replace(/(.)@/, (_all, digit: string) => `${digit === "0" ? "1" : "0"}@`);
    for (const to of ["somebody@elsewhere.example", inboundAddress, forged])
      expect(await refusal(mailOf(event, replyOf(event), { to }))).toBe(550);
  });

  test("no reply of a guest who was removed, or whose address was taken away", async () => {
    const removed = await invited();
    await changeEvent(removed.id, removeGuest, { commandId: randomUUID(), guestId: removed.guest.guestId }, asUser(removed.host));
    expect(await refusal(mailOf(removed, replyOf(removed)))).toBe(550);
    const nameless = await invited();
    await changeEvent(
      nameless.id,
      editGuest,
      { commandId: randomUUID(), guestId: nameless.guest.guestId, email: null },
      asUser(nameless.host),
    );
    expect(await refusal(mailOf(nameless, replyOf(nameless)))).toBe(550);
  });

  test("no reply to an address from before the guest's links were revoked, also when they are invited again", async () => {
    const event = await invited();
    const { guestId } = event.guest;
    await changeEvent(event.id, revokeInvitation, { commandId: randomUUID(), guestId }, asUser(event.host));
    expect(await refusal(mailOf(event, replyOf(event)))).toBe(550);
    await changeEvent(event.id, resendInvitation, { commandId: randomUUID(), guestId }, asUser(event.host));
    expect(await event.row()).toMatchObject({ access_version: 2, delivery: "queued" });
    expect(await refusal(mailOf(event, replyOf(event)))).toBe(550);
  });

  test("no mail above the limit, announced or not", async () => {
    const event = await invited();
    const large = mailOf(event, replyOf(event), {
      body: [
        "Content-Type: text/plain",
        "",
        "x"
          .repeat(998)
          .concat("\r\n")
          .repeat(MAX_INBOUND_BYTES / 1_000 + 100),
      ],
    });
    expect(await refusal(large)).toBe(552);
    const socket = connect(port!, "127.0.0.1");
    const said = async () => String((await once(socket, "data"))[0]);
    await said();
    for (const line of ["EHLO a.example", "MAIL FROM:<a@example.org>", `RCPT TO:<${event.address}>`, "DATA"]) {
      socket.write(`${line}\r\n`);
      await said();
    }
    socket.write(
      `Subject: x\r\n\r\n${"y"
        .repeat(900)
        .concat("\r\n")
        .repeat(MAX_INBOUND_BYTES / 900 + 10)}.\r\n`,
    );
    expect(await said()).toMatch(/^552 /);
    socket.destroy();
  });

  test("while the database is away, it asks to come again", async () => {
    const event = await invited();
    const away = { ...db, executeQuery: () => Promise.reject(new Error("away")) };
    const other = await open("smtp://127.0.0.1:0", { db: away as never });
    const error = await other.sender.sendMail(mailOf(event, replyOf(event))).catch((failed: unknown) => failed);
    expect(error).toMatchObject({ responseCode: 451 });
  });
});
