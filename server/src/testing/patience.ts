/**
 * How long a test waits for what should come true (ms). It goes on as soon as it is; what takes a moment can take many times as long on
 * a busy machine. A shorter wait is for what must come within that time.
 */
export const PATIENCE = 60_000;
