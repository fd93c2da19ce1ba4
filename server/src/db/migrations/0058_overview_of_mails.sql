-- An operator sees the last day's emails and the last one that failed, out of a month of them. Emails are stored about in the order of their
-- time, so the first index is a few pages, whatever the table has; maintenance, which deletes the oldest, reads it as well.
-- works-with: 0031
create index mails_by_time on mails using brin (created_at) with (autosummarize = on);
create index mails_failed on mails (created_at) where state = 'failed';
