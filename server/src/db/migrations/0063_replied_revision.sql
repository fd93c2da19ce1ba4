-- The event's revision when a guest last answered. A reply to a later one is newer whatever the clocks say (RFC 5546, 2.1.5: SEQUENCE comes before
-- DTSTAMP). Null: unknown, as of answers before this, whose times alone decide. With it, replied_at covers answers on the page as well.
-- works-with: 0031
alter table guests add column replied_revision integer;
-- An answer now adds this and replied_at to a row that had neither: its page needs room for more than a copy of all its rows.
alter table guests set (fillfactor = 45);
