-- Whoever comes or waits for a seat is reminded by email, a day and two hours before the start. Hosts can switch each off.
-- works-with: 0031
alter table events
  add column day_before_reminder boolean not null default true,
  add column hours_before_reminder boolean not null default true;
-- How many of an event's guests a reminder reaches.
create index suppressions_by_scope on suppressions (scope);
