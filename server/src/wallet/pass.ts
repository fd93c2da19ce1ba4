/** The media type of a pass. */
export const PASS_TYPE = "application/vnd.apple.pkpass";

/** What a pass shows. Nobody's name or address: whoever holds it knows who they are, and the code says it to the door. */
export interface Pass {
  serial: string;
  title: string;
  /** In the event's zone, as in 2030-06-18T19:00:00+01:00. Null: there is no date yet. */
  starts: string | null;
  allDay: boolean;
  place: string | null;
  people: number;
  /** What its QR code says. */
  code: string;
  /** From when on wallets put it away. */
  expires: Date | null;
  /** Who runs this instance, as its address says. */
  issuer: string;
}
