/** A reason not to start that the operator can correct. Its message is one line and contains no secret. */
export class CannotStart extends Error {}
