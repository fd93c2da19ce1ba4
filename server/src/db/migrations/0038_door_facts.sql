-- Who came in when and by which door, for doors that go on without a network: their facts come late, several times and in any order.
-- A list per guest: it is read and changed with them, under the event's lock. `arrived` still says how many.
-- works-with: 0031
alter table guests add column arrivals jsonb not null default '[]';
