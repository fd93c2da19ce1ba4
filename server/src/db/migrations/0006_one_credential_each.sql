-- A user has one password, and an account elsewhere leads to one user: whatever two requests do at once.
create unique index credentials_one_each on credentials (provider_id, account_id);
