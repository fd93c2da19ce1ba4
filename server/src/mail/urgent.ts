/** Kinds of email that somebody is waiting for. They have their own queue and connections, so that no bulk email is ahead of them. */
const urgent = new Set([
  "signInLink",
  "verifyEmail",
  "resetPassword",
  "confirmEmail",
  "emailChanged",
  "passwordChanged",
  "passkeyAdded",
  "providerLinked",
  "accountDeleted",
  "recoveryCode",
]);

export const isUrgent = (kind: string) => urgent.has(kind);
