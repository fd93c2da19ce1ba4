-- Whom a host took off the list stays off it: by the browser they answered in, by account and by address. The same
-- browser is one guest, however often it answers at once. Look-ups by account and by address now find the removed too.
alter table guests add column visit_id uuid;
create index guests_by_visit on guests (event_id, visit_id) where visit_id is not null;
create index guests_by_event_and_user on guests (event_id, user_id) where user_id is not null;
-- Made last, as in the migration before: of two indexes that cost the same on a young table the newer one is taken.
drop index guests_by_event_and_email;
create index guests_by_event_and_email on guests (event_id, email) where email is not null;
