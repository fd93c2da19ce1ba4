-- Hosts can change the order of the waitlist. Who is moved ahead gets a number below all that were ever given at the event, as who
-- joins gets one above them, so that no number is used twice.
-- works-with: 0031
alter table events add column first_ticket integer not null default 1;
