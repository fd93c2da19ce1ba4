-- Who has come: people of each party, when the last of them came in, and all of an event. Counted where seats are, under the event's lock.
-- works-with: 0031
alter table guests add column arrived integer not null default 0;
alter table guests add column arrived_at timestamptz;
alter table events add column arrived_people integer not null default 0;
