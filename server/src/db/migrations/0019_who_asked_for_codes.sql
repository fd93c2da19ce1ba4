-- Tries of a recovery code are counted for each browser that asked for it: a stranger who asks for a guest's code, too,
-- spends their own. How many browsers may ask, from one network and in all, bounds what can be guessed.
create table recovery_askers (
  code_id      uuid    not null references recovery_codes (id) on delete cascade,
  visit_id     uuid    not null,
  network_hash bytea   not null,
  tries        integer not null default 0,
  primary key (code_id, visit_id)
);

-- Codes that are in mailboxes at this moment.
insert into recovery_askers (code_id, visit_id, network_hash, tries)
select id, visit_id, ''::bytea, tries from recovery_codes where visit_id is not null and expires_at > now() and used_at is null;
