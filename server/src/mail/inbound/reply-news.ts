/**
 * What a guest is told about a reply of their calendar that changed nothing. `asked`: it asks for the current entry. `unreadable`: we
 * do not understand it. `unverified`: no mail server of ours vouches for the sender. `otherAddress`: it is somebody else's. `held`: the hosts
 * are asked, since another address sent it.
 * `delegated`: somebody else is to come, and it does not say who. `delegationHeld`: the hosts are asked whether somebody else may.
 * `delegationDeclined`: they want nobody else in this guest's place.
 * `stillWaiting`: they accept what they wait for. `outdated`: it was for an earlier time or
 * place. `overtaken`: they have answered since. `closed`: nobody can answer any more. `full`: there are no seats, and no waitlist.
 */
export const replyNews = [
  "asked",
  "unreadable",
  "unverified",
  "otherAddress",
  "held",
  "delegated",
  "delegationHeld",
  "delegationDeclined",
  "stillWaiting",
  "outdated",
  "overtaken",
  "closed",
  "full",
] as const;
export type ReplyNews = (typeof replyNews)[number];

export const isReplyNews = (word: unknown): word is ReplyNews => (replyNews as readonly unknown[]).includes(word);
