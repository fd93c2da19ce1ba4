import type { Accepted } from "./findings.ts";

const ANYWHERE = /^/;

/** What Wapiti finds and stays. The gate fails for anything else, and for a line here that nothing was found for. */
export const acceptedByWapiti: Accepted[] = [
  {
    kind: "Clickjacking Protection",
    where: ANYWHERE,
    why: "it asks for X-Frame-Options, which browsers ignore where the policy has frame-ancestors, as ours has on every answer",
  },
  {
    kind: "Cross Site Request Forgery",
    where: ANYWHERE,
    why: "it asks for a token in forms; here a request with cookies needs our exact Origin, which no other site can send",
  },
  {
    kind: "Secure Flag cookie",
    where: ANYWHERE,
    why: "the scan speaks http; with an https PUBLIC_URL every cookie is Secure and bound to its host by __Host-",
  },
];
