/** Dispatched on the window when the account's notifications have changed, here or elsewhere. */
export const NOTIFIED = "notified";
