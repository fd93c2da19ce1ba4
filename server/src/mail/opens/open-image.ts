import { mailOfTag, mailTag } from "../inbound/mail-tag.ts";
import type { AnySecrets } from "../../secrets.ts";

/** Where the images of invitations are, that say by being loaded that one was probably opened. */
export const OPEN_IMAGE_PATH = "/mail/opened/:name";

/** One transparent pixel. */
export const OPEN_IMAGE = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** The URL of one email's image. Nobody can guess it, and it opens nothing. */
export const openImageUrl = ({ publicUrl, secret }: { publicUrl: string; secret: AnySecrets }, mailId: string): string =>
  `${publicUrl}${OPEN_IMAGE_PATH.replace(":name", `${mailTag(secret, mailId, "opened")}.gif`)}`;

/** The email whose image has this name. Null: we made none like it. */
export function mailOfImage(secret: AnySecrets, name: string): string | null {
  return name.endsWith(".gif") ? mailOfTag(secret, name.slice(0, -".gif".length), "opened") : null;
}
