-- Emails about an event bring entries for calendars. Hosts can switch that off.
-- works-with: 0031
alter table events add column calendar_entries boolean not null default true;
