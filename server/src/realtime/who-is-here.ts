export interface Somebody {
  personId: string;
  name: string;
  isHost: boolean;
}

/** Who has an event's page open in one process: people by name, and the number of others without a name or beyond the limit. */
export interface Here {
  people: Somebody[];
  others: number;
}

export interface Typist {
  personId: string;
  name: string;
}
