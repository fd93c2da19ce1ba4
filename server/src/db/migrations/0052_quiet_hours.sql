-- When an account's devices are to be left alone, by the clock of the zone that its owner is in: minutes of the day, over midnight too.
-- works-with: 0031
create table quiet_hours (
  user_id uuid     primary key references users (id) on delete cascade,
  begins  smallint not null check (begins between 0 and 1439),
  ends    smallint not null check (ends between 0 and 1439),
  zone    text     not null,
  check (begins <> ends)
);
