-- The key that signs an event's door codes, made when the first code is shown. It stays with the event, in exports and backups as well.
-- works-with: 0031
create table door_keys (
  event_id uuid primary key references events on delete cascade,
  seed bytea not null check (length(seed) = 32)
);
