-- What became of an email after our mail server took it: a later server still tries, or its recipient reported it as unwanted.
-- works-with: 0031
alter table guests
  drop constraint guests_delivery_check,
  add constraint guests_delivery_check
    check (delivery in ('notSent', 'queued', 'sent', 'delayed', 'failed', 'complained', 'revoked'));
