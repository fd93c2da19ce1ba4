-- Guests who answer an invitation by mail reach the host who invited them, unless that host would rather not.
alter table users add column takes_replies boolean not null default true;
