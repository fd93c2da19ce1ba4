export interface Somebody {
  personId: string;
  name: string;
  isHost: boolean;
}

/** Who has an event's page open in one process: people, and how many others that have no name or are too many to tell. */
export interface Here {
  people: Somebody[];
  others: number;
}

export interface Typist {
  personId: string;
  name: string;
}
