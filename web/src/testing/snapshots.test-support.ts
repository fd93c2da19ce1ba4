import { aSnapshot } from "@turnout/contract/a-snapshot.test-support";
import type { Message } from "@turnout/contract/chat-entries";
import type { EventDetails } from "@turnout/contract/events";
import type { Face, Me } from "@turnout/contract/guests";
import type { EventSnapshot } from "@turnout/contract/snapshot";

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const DAY = 86_400_000;
const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

const names =
  "Grace Almeida,Alan Hoffmann,Katherine Okafor,Edsger Brandt,Barbara Ibrahim,Donald Pereira,Hedy Costa,Tim Jansen,Radia Quist,Dennis Dietrich,Margaret Keller,Kenji Rossi,Adele Eriksen,Niklaus Lindqvist,Frances Santos,Konrad Fontaine,Joan Moreau,Jonas Tanaka,Mary Grau,Tony Novak,Karen Almeida,Claude Hoffmann,Jean Okafor,Robin Brandt".split(
    ",",
  );
export const faces: Face[] = names.map((name, at) => ({ guestId: id(100 + at), name }));
export const ada = { userId: id(1), name: "Ada Lindgren" };
const lin = { userId: id(2), name: "Lin Ferreira" };

export const details: EventDetails = {
  title: "Summer table in the meadow",
  description:
    "A long table, a meadow, and the first warm evenings of the year.\n\n## What to bring\n- a dish to share, or something to drink\n- a blanket for the grass\n\nThere is a **stage** for anyone with a song, and a corner with games for children. The house is a ten minutes' walk from the station.",
  startsAt: new Date(Math.floor((now + 21 * DAY) / DAY) * DAY + 18 * 3_600_000).toISOString(),
  endsAt: new Date(Math.floor((now + 21 * DAY) / DAY) * DAY + 22.5 * 3_600_000).toISOString(),
  zone: "Europe/Lisbon",
  place: { kind: "place", name: "Quinta do Prado", address: "Rua das Hortas 12, 2710 Sintra, Portugal" },
  cover: { theme: "botanical", imageId: null },
  capacity: 60,
  plusOnesAllowed: 3,
  waitlist: true,
  waitlistRule: "strict",
  answersCloseAt: new Date(now + 18 * DAY).toISOString(),
  guestListFor: "everyone",
  visibility: "link",
  chat: "open",
  status: "published",
  cancelNote: "",
  revision: 0,
};

const said: [by: number | null, text: string, minutesAgo: number, replyTo?: number][] = [
  [
    null,
    "Welcome, everyone! Doors open at seven, food is ready at eight. **Bring a blanket** if you like the meadow more than the benches.",
    2_900,
  ],
  [0, "I can bring a portable speaker. Any wishes for the playlist?", 2_700],
  [2, "Something to dance to after ten, please!", 2_650, 1],
  [4, "Is there a shady corner for a pushchair?", 1_500],
  [null, "Yes, under the lime trees by the gate. I will put a sign up.", 1_480, 3],
  [8, "Four of us share a car from the station at 18:20. One seat is free.", 760],
  [10, "I'll take it, thank you!", 741, 5],
  [6, "Bringing two salads:\n- tomato and peach\n- potato, the *good* kind", 320],
  [6, "and napkins", 319],
  [0, "Perfect. I am bringing my grandmother's bread, the one with https://example.org/olives", 120],
  [12, "And I have lemonade for thirty. Or for ten, if it is hot.", 95],
  [null, "We are nearly full. If your plans change, please say so: there is a line.", 22],
];

const messages = said.map(([by, text, minutesAgo, replyTo], at): Message => {
  const quoted = replyTo === undefined ? undefined : said[replyTo];
  const author =
    by === null
      ? { personId: ada.userId, name: ada.name, role: "host" as const }
      : { personId: faces[by]!.guestId, name: faces[by]!.name, role: "guest" as const };
  const replyName = quoted && (quoted[0] === null ? ada.name : faces[quoted[0]]!.name);
  return {
    messageId: id(500 + at),
    seq: 100 + at,
    author,
    text: at === 3 ? "" : text,
    at: ago(minutesAgo),
    replyTo: quoted ? { messageId: id(500 + replyTo!), name: replyName!, excerpt: replyTo === 3 ? "" : quoted[1].slice(0, 140) } : null,
    editedAt: at === 10 ? ago(90) : null,
    deletedBy: at === 3 ? "author" : null,
  };
});

export const me: Me = {
  guestId: faces[0]!.guestId,
  name: faces[0]!.name,
  email: "grace@example.org",
  standing: "going",
  partySize: 2,
  plusOnes: ["Vera"],
  note: "Looking forward to it!",
  ticket: null,
  place: null,
  claimed: false,
};

export const going = aSnapshot({
  eventId: id(9),
  epoch: id(8),
  seq: 200,
  viewer: { class: "guest", personId: me.guestId },
  details,
  hosts: [ada, lin],
  tally: { going: 47, maybe: 6, waiting: 0, waitingParties: 0, declined: null, silent: null },
  faces,
  me,
  messages,
  hasOlderMessages: true,
});

const full = { ...going.tally, going: 60, waiting: 5, waitingParties: 3 };

/** The event page as different people see it, for development without a server. */
export const snapshots: Record<string, EventSnapshot> = {
  going,
  invited: { ...going, me: { ...me, standing: "none", partySize: 1, plusOnes: [], note: "" } },
  waiting: { ...going, tally: full, me: { ...me, standing: "waiting", ticket: 12, place: 3 } },
  visitor: { ...going, viewer: { class: "public", personId: null }, me: null, messages: [], hasOlderMessages: false },
  host: { ...going, viewer: { class: "host", personId: ada.userId }, me: null, tally: { ...full, declined: 6, silent: 5 } },
  draft: {
    ...going,
    viewer: { class: "host", personId: ada.userId },
    me: null,
    messages: [],
    hasOlderMessages: false,
    faces: [],
    tally: { going: 0, maybe: 0, waiting: 0, waitingParties: 0, declined: 0, silent: 0 },
    details: { ...details, status: "draft", cover: { theme: "sunrise", imageId: null } },
  },
  full: {
    ...going,
    tally: full,
    me: { ...me, standing: "none", partySize: 1, plusOnes: [], note: "" },
    details: { ...details, cover: { theme: "night", imageId: null } },
  },
  cancelled: {
    ...going,
    details: {
      ...details,
      status: "cancelled",
      cancelNote: "The meadow is under water. We will find a new date and tell you first.",
      cover: { theme: "waves", imageId: null },
    },
  },
  over: {
    ...going,
    details: { ...details, startsAt: ago(3 * 1440), endsAt: ago(3 * 1440 - 240), cover: { theme: "confetti", imageId: null } },
  },
  closed: {
    ...going,
    me: { ...me, standing: "none", partySize: 1, plusOnes: [], note: "" },
    details: { ...details, answersCloseAt: ago(30), place: { kind: "online", url: null }, cover: { theme: "grid", imageId: null } },
  },
};
