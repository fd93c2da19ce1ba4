-- Calendars know an event by a name that ends in a host. It is the host of the first start, kept here: an instance that
-- moves to another address, or is restored from a dump somewhere else, goes on naming every entry as its guests have it.
-- Null: no server has started since, and the first one sets it.
alter table instance add column calendar_host text;
