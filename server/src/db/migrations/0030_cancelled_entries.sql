-- Whose calendar entry was cancelled because a host removed them, and how often: the next one needs a higher SEQUENCE, and whoever is
-- let in again needs the entry again.
-- works-with: 0029
alter table told_guests add column is_cancelled boolean not null default false, add column cancels integer not null default 0;
create index told_guests_cancelled on told_guests (event_id) where cancels > 0;
