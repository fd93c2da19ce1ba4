-- Which invitations somebody, or a program, has loaded the image of, where the operator has switched that on: once for each email, as long
-- as the email is remembered. It decides nothing.
-- works-with: 0031
create table mail_opens (
  mail_id   uuid        primary key references mails (id) on delete cascade,
  guest_id  uuid        not null references guests (id) on delete cascade,
  opened_at timestamptz not null default now()
);
create index mail_opens_by_guest on mail_opens (guest_id);
