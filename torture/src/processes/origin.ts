/** The origin that all processes believe to be theirs; readers and writers say they come from it. */
export const ORIGIN = "http://localhost:3000";
export const SECRET = "a secret for torture, as long as it has to be";
