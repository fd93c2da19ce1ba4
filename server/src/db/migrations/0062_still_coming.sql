-- Whoever is going can be asked shortly before whether they still come. They confirm for a day: for another, an answer has to be given again.
-- works-with: 0031
alter table events
  add column still_coming text not null default 'off' check (still_coming in ('off', 'dayBefore', 'twoDaysBefore'));
alter table guests
  add column confirmed_for text check (confirmed_for ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$');
