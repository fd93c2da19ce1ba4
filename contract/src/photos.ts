import { z } from "zod";
import { CommandId } from "./ids.ts";

/** Photos of one event, and those of them that one person may add. */
export const MAX_PHOTOS = 300;
export const MAX_PHOTOS_OF_PERSON = 30;
/** How long a photo that was removed can be brought back (minutes). */
export const PHOTO_UNDO_MINUTES = 10;

/** Said in the address, since the body is the photo. */
export const AddPhoto = z.strictObject({ commandId: CommandId });
export const AboutPhoto = z.strictObject({ commandId: CommandId });
/** `small`: as the gallery shows it. */
export const PhotoFormat = z.enum(["whole", "small"]);
export type PhotoFormat = z.infer<typeof PhotoFormat>;
