import { z } from "zod";
import { CommandId, MessageId } from "./ids.ts";
import { MentionsToMake } from "./mentions.ts";
import { Words } from "./text.ts";

export const MAX_MESSAGE = 2_000;
/** Messages an event page carries; older ones are a paged resource. */
export const MESSAGES_KEPT = 50;

const Text = Words.min(1).max(MAX_MESSAGE);
/** `mentions` left out: it names nobody. */
export const PostMessage = z.strictObject({
  commandId: CommandId,
  text: Text,
  replyTo: MessageId.nullable(),
  mentions: MentionsToMake.optional(),
});
/** `mentions` left out: the text names nobody any more. */
export const EditMessage = z.strictObject({ commandId: CommandId, text: Text, mentions: MentionsToMake.optional() });
/** Of commands that say nothing but which message they are about, which the address names. */
export const AboutMessage = z.strictObject({ commandId: CommandId });
