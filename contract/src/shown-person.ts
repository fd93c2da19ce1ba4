/** The header by which a page of an event says whose it is: the id of the host or guest whom its snapshot was made for. */
export const SHOWN_PERSON = "turnout-person";
