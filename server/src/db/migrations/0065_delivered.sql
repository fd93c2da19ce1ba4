-- Whether the recipient's own mail server has said that it has the last email that went out. It means something only where `delivery` is
-- 'sent': an older server, which knows nothing of it, goes on as if it did not.
-- works-with: 0031
alter table guests add column delivered boolean not null default false;
