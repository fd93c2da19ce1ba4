/** Why a request came to nothing, as the words for refusals know it. */
export interface Refused {
  code: string;
  facts?: Record<string, string | number>;
}

/** What the server said no to, of a reply to a request that was not made by the API's client. Null: it never came. */
export async function refusalOf(reply: Response | null): Promise<Refused> {
  if (reply === null) return { code: "offline" };
  const { code, facts } = (await reply.json().catch(() => ({}))) as Partial<Refused>;
  return { code: code ?? "unavailable", ...(facts && { facts }) };
}
