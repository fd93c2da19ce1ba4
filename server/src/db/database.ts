/** The tables, as queries see them. */
export interface Database {}
