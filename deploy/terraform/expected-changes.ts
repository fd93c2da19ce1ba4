const DESCRIPTION = "moto forgets what a rule between two groups is described as";
const MODE = "moto does not tell whether TLS is required or only preferred";

/** What a second plan would change though nothing was changed, and why: the emulator's fault, each time. */
export const expectedChanges: { change: string; because: string }[] = [
  ...["production", "dr"].flatMap((root) => [
    { change: `${root} module.cache.aws_elasticache_replication_group.this update transit_encryption_mode`, because: MODE },
    { change: `${root} module.cache.aws_vpc_security_group_ingress_rule.this update description`, because: DESCRIPTION },
    { change: `${root} module.edge.aws_vpc_security_group_egress_rule.pods update description`, because: DESCRIPTION },
    { change: `${root} module.edge.aws_vpc_security_group_ingress_rule.pods update description`, because: DESCRIPTION },
  ]),
  { change: "production module.database.module.base.aws_vpc_security_group_ingress_rule.this update description", because: DESCRIPTION },
  { change: "dr module.replica.module.base.aws_vpc_security_group_ingress_rule.this update description", because: DESCRIPTION },
  {
    change: "production module.secrets.aws_secretsmanager_secret.this update replica",
    because: "moto encrypts a secret's copy by Amazon's own key, whichever is named",
  },
  {
    change: "production module.storage.aws_s3_bucket_replication_configuration.this[0] update rule",
    because: "moto forgets that encrypted files are copied too",
  },
];
