/** Whether a text names a month as `2027-06`; its days are `2027-06-18`. */
export const isMonth = (text: string | null): text is string => text !== null && /^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text);
