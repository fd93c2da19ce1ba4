-- Why an address gets no more emails of a kind, which the operator reads, and can take back. Those of earlier versions all unsubscribed.
-- works-with: 0031
alter table suppressions
  add column reason text not null default 'unsubscribed' check (reason in ('unsubscribed', 'complained', 'bounced'));
