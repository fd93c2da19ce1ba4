import { serverNow } from "../../clock.ts";

/** The time so many seconds ago, for what is told as an age. */
export const secondsAgo = (seconds: number): string => new Date(serverNow() - seconds * 1_000).toISOString();
