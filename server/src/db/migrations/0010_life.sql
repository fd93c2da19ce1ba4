-- Which life of the database this is: whoever holds positions of another one has to load anew. PostgreSQL begins a
-- new timeline whenever a standby is promoted and whenever a backup is rolled forward, so that its number, the last
-- eight digits here, tells of both by itself. A standby has no life of its own: asked there, this fails.
create view life as
select overlay(epoch::text placing left(pg_walfile_name('0/1'), 8) from 29)::uuid as epoch
from instance;

-- Where a database does not tell its timeline, better now than at every command.
select epoch from life;
