-- Who did what as a host, with their account, or as the operator. Rows hold ids and no names, so that nothing is left of a person
-- whose account is deleted, and no keys to other tables, so that they outlive what they tell of. Nobody changes them; they can be
-- deleted once they are older than what is kept, which is 400 days.
-- works-with: 0027
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  -- The account. Null: the operator, by a command on the server.
  actor_id uuid,
  action text not null,
  event_id uuid,
  -- The guest or the account that it was done to.
  subject_id uuid
);
create index audit_by_time on audit (at);
create function keep_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '9600 hours' then -- 400 days of 24 hours
      return old;
    end if;
  end if;
  raise exception 'the audit log is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_only_added_to before update or delete on audit for each row execute function keep_audit();
create trigger audit_is_not_emptied before truncate on audit for each statement execute function keep_audit();
