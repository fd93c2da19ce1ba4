import { Resolver } from "node:dns/promises";

/** How long one question may take (ms), and how often it is asked. */
export const ANSWER_WITHIN = 2_000;
const TRIES = 2;
/** When no more questions are asked (ms): a slow server that answers each of many would take minutes. */
export const ALL_WITHIN = 20_000;

/** Thrown when nobody answers: what a domain has is not known then. */
export class NoAnswer extends Error {}

/** Questions to DNS. What does not exist is an empty list; without an answer they throw `NoAnswer`. */
export interface Lookups {
  texts(name: string): Promise<string[]>;
  /** Mail servers, the first to be tried first; an empty name is RFC 7505's "takes no mail". */
  exchanges(domain: string): Promise<string[]>;
  addresses(host: string): Promise<string[]>;
  namesOf(address: string): Promise<string[]>;
}

/** `servers`: addresses of DNS servers, with a port if it is not 53. Null: the system's. */
export function openLookups(servers: readonly string[] | null, { timeout = ANSWER_WITHIN, within = ALL_WITHIN } = {}): Lookups {
  const resolver = new Resolver({ timeout, tries: TRIES });
  if (servers) resolver.setServers([...servers]);
  const until = performance.now() + within;

  async function found<Answer>(ask: () => Promise<Answer[]>): Promise<Answer[]> {
    if (performance.now() > until) throw new NoAnswer("ETIMEOUT");
    try {
      return await ask();
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (ABSENT.has(code)) return [];
      throw new NoAnswer(code);
    }
  }

  return {
    texts: async (name) => (await found(() => resolver.resolveTxt(name))).map((parts) => parts.join("")),
    exchanges: async (domain) =>
      (await found(() => resolver.resolveMx(domain))).toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
    addresses: async (host) => [...(await found(() => resolver.resolve4(host))), ...(await found(() => resolver.resolve6(host)))],
    namesOf: (address) => found(() => resolver.reverse(address)),
  };
}

const ABSENT = new Set(["ENOTFOUND", "ENODATA"]);
