-- A worker counts, every few seconds, whose page may soon be opened: among all events, those that begin about now have to be
-- found without reading the others.
-- works-with: 0025
create index events_by_start on events (starts_at) where status = 'published' and not all_day;
