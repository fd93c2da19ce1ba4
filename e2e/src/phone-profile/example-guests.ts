import type { ServerProcess } from "../support/server-process.ts";

/** Personal links of people whom the example event still waits for: a page as full as most, and an answer to give. */
export async function exampleGuests({ url, said }: ServerProcess, count: number): Promise<Iterator<string, undefined>> {
  const password = /sign-in {2}ada@example\.org {2}(\S+)/.exec(said())?.[1] ?? "";
  const eventId = /(?:\/|%2F)e(?:\/|%2F)([\w-]{36})/.exec(said())?.[1] ?? "";
  let cookie = "";
  const ask = async <Reply>(method: string, path: string, body?: object): Promise<Reply> => {
    const headers = { origin: url, cookie, ...(body && { "content-type": "application/json" }) };
    const reply = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    cookie = [cookie, ...reply.headers.getSetCookie().map((one) => one.split(";")[0]!)].filter(Boolean).join("; ");
    return (await reply.json()) as Reply;
  };
  await ask("POST", "/api/auth/sign-in", { email: "ada@example.org", password });
  const links: string[] = [];
  for (let guest = 0; guest < count; guest++) {
    const guestId = crypto.randomUUID();
    const newcomer = { guestId, name: `Guest ${guest}`, plusOnesAllowed: null, locale: null, email: `guest.${guest}@example.org` };
    await ask("POST", `/api/events/${eventId}/invitations`, {
      commandId: crypto.randomUUID(),
      guests: [newcomer],
      message: "",
      send: false,
    });
    const link = `/api/events/${eventId}/guests/${guestId}/link`;
    const { url: personal } = await ask<{ url: string }>("POST", link, { commandId: crypto.randomUUID() }).catch(
      () => ask<{ url: string }>("POST", link, {}), // versions until 2026-11-24 made links without a command
    );
    links.push(personal);
  }
  return links.values();
}
