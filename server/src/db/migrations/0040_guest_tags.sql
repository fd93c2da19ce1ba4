-- Words of the hosts about a guest, which only hosts see. A list per guest: it is read and changed with them, under the event's lock.
-- works-with: 0031
alter table guests add column tags jsonb not null default '[]';
