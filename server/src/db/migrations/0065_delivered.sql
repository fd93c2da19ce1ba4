-- Whether the recipient's own mail server has said that it has the last email that went out. It means something only where `delivery` is
-- 'sent'. An older server, which knows nothing of it, leaves it as it is: so it is cleared when an invitation is queued, and again when it is
-- recorded as sent. Only what an older server does both of, while two versions run, seems delivered if the one before was.
-- works-with: 0031
alter table guests add column delivered boolean not null default false;
