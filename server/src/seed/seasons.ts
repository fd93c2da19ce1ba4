import type { EventFields } from "@turnout/contract/events";

/** The example's texts for the season that it takes place in. */
export interface Season {
  title: string;
  theme: NonNullable<EventFields["cover"]>["theme"];
  opening: string;
  bring: string;
  invitation: string;
  /** The host's first message. */
  welcome: string;
  /** A guest's question, and the host's answer. */
  question: string;
  answer: string;
  salads: string;
  drinks: string;
}

const spring: Season = {
  title: "Spring table in the orchard",
  theme: "bloom",
  opening: "A long table, apple trees in blossom, and the first evenings without a coat. Should it rain, we move into the barn.",
  bring: "a jacket for later",
  invitation: "The trees are in blossom, and we saved you a seat under them.",
  welcome: "**Bring a jacket**: it gets cool once the sun is down.",
  question: "Is the path all right for a pushchair after rain?",
  answer: "Yes, it is gravel all the way. I will put a sign up at the gate.",
  salads: "Bringing two salads:\n- asparagus and egg\n- potato, the *good* kind",
  drinks: "And I have rhubarb lemonade for thirty. Or for ten, if it is hot.",
};

const summer: Season = {
  title: "Summer table in the meadow",
  theme: "botanical",
  opening: "A long table, a meadow, and the warm evenings of the year.",
  bring: "a blanket for the grass",
  invitation: "We saved you a seat at the long table.",
  welcome: "**Bring a blanket** if you like the meadow more than the benches.",
  question: "Is there a shady corner for a pushchair?",
  answer: "Yes, under the lime trees by the gate. I will put a sign up.",
  salads: "Bringing two salads:\n- tomato and peach\n- potato, the *good* kind",
  drinks: "And I have lemonade for thirty. Or for ten, if it is hot.",
};

const autumn: Season = {
  title: "Harvest table in the barn",
  theme: "sunrise",
  opening: "A long table, lanterns in the beams, and whatever the gardens gave this year.",
  bring: "something warm to wear for the fire outside",
  invitation: "The harvest is in, and we saved you a seat at the long table.",
  welcome: "**Bring something warm** for the fire outside.",
  question: "Is there room in the barn for a pushchair?",
  answer: "Yes, by the big door. I will put a sign up.",
  salads: "Bringing two dishes:\n- pumpkin and chestnut\n- potato, the *good* kind",
  drinks: "And I have fresh apple juice for thirty, cold or warm.",
};

const winter: Season = {
  title: "Winter table by the fire",
  theme: "night",
  opening: "A long table, a fire, and the longest evenings of the year.",
  bring: "thick socks: the stone floor is cold",
  invitation: "It is cold outside, and we saved you a seat by the fire.",
  welcome: "**Bring thick socks**: shoes stay at the door.",
  question: "Is there a quiet corner for a pushchair?",
  answer: "Yes, in the room behind the kitchen. I will put a sign up.",
  salads: "Bringing two dishes:\n- red cabbage and walnuts\n- potato, the *good* kind",
  drinks: "And I have mulled cider for thirty, half of it without alcohol.",
};

const byMonth = [winter, winter, spring, spring, spring, summer, summer, summer, autumn, autumn, autumn, winter];

/** The season that a wall-clock time like `2027-06-19T19:00` falls in, where the example takes place. */
export function seasonAt(local: string): Season {
  return byMonth[Number(local.slice(5, 7)) - 1]!;
}
