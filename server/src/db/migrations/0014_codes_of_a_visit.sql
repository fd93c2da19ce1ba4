-- A code works in the browser that asked for it: whoever guesses elsewhere spoils nothing. Null: in any browser.
alter table recovery_codes add column visit_id uuid;
