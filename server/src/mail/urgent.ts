/** Kinds of mail that somebody sits and waits for. They travel by a queue and connections of their own, so that no list of guests is ahead of them. */
const urgent = new Set([
  "signInLink",
  "verifyEmail",
  "resetPassword",
  "confirmEmail",
  "emailChanged",
  "passwordChanged",
  "accountDeleted",
  "recoveryCode",
]);

export const isUrgent = (kind: string) => urgent.has(kind);
