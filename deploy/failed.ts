/** A failure that the user can correct; its message is one line. */
export class Failed extends Error {}

/** A tool that cannot be had on this machine. Red by itself; who runs checks in a row counts it as skipped, by its exit code. */
export class MissingTool extends Failed {}

/** The exit code of a command whose tool is missing. */
export const SKIPPED = 77;
