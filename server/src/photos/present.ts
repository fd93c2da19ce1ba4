import type { Photo } from "@turnout/contract/photo-entries";
import type { PhotoRow } from "./tables.ts";

export function presentPhoto(row: Readonly<PhotoRow>): Photo {
  return {
    photoId: row.id,
    seq: row.seq,
    author: { personId: row.author_id, name: row.author_name, role: row.author_role },
    width: row.width,
    height: row.height,
    at: row.at.toISOString(),
  };
}
