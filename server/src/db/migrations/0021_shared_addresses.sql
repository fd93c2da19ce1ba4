-- Couples and families share an address: each of them is on the list, with a link of their own. Versions before this one
-- find an address by the same columns and go on refusing a second guest under it themselves. Made last: of two indexes
-- that cost the same on a young table the newer one is taken, and this one has the address in its condition.
drop index guests_one_per_email;
create index guests_by_event_and_email on guests (event_id, email) where email is not null and removed_at is null;
