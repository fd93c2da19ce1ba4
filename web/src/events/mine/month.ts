/** A month as `2027-06`; its days are `2027-06-18`. */
export type Month = string;

export const isMonth = (text: string | null): text is Month => text !== null && /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text);
