import { ACCOUNT, HOME, NAME, nameIn, regions, require, type Assertion } from "../account.ts";

export const watching: Assertion[] = [
  {
    name: "every log group is encrypted, and keeps what it says for so long",
    async check(account) {
      interface Groups {
        logGroups: { logGroupName: string; retentionInDays?: number; kmsKeyId?: string }[];
      }
      let count = 0;
      for (const region of regions) {
        const { logGroups } = await account.ask<Groups>("logs", "describe_log_groups", {}, region);
        const ours = logGroups.filter(({ logGroupName }) => logGroupName.includes(NAME));
        for (const { logGroupName, retentionInDays, kmsKeyId } of ours)
          require({ [`${region}: ${logGroupName}`]: (retentionInDays ?? 0) >= 90 && kmsKeyId !== undefined });
        require({ [`${region}: log groups`]: ours.length >= 9 });
        count += ours.length;
      }
      return `${count} groups`;
    },
  },
  {
    name: "alarms watch what the product cannot see, and each of them tells somebody",
    async check(account) {
      interface Alarms {
        MetricAlarms: { AlarmName: string; AlarmActions: string[]; OKActions: string[] }[];
      }
      const seen: number[] = [];
      for (const region of regions) {
        const { MetricAlarms } = await account.ask<Alarms>("cloudwatch", "describe_alarms", {}, region);
        const names = MetricAlarms.map(({ AlarmName }) => AlarmName.replace(`${nameIn(region)}-`, "")).sort();
        const meant = [...ALARMS.both, ...(region === HOME ? ALARMS.home : ALARMS.far)].sort();
        require({ [`${region}: ${names.join(", ")}`]: names.join() === meant.join() });
        const topics = new Set(MetricAlarms.flatMap(({ AlarmActions, OKActions }) => [AlarmActions.join(), OKActions.join()]));
        const [topic] = topics;
        require({ [`${region}: all tell the same topic`]: topics.size === 1 && topic !== "" });
        const told = await account.ask<{ Attributes: { KmsMasterKeyId?: string } }>(
          "sns",
          "get_topic_attributes",
          { TopicArn: topic },
          region,
        );
        interface Subscriptions {
          Subscriptions: { Protocol: string; Endpoint: string }[];
        }
        const { Subscriptions } = await account.ask<Subscriptions>("sns", "list_subscriptions_by_topic", { TopicArn: topic }, region);
        require({
          [`${region}: the topic is encrypted`]: told.Attributes.KmsMasterKeyId !== undefined,
          [`${region}: somebody is told`]: Subscriptions.some(({ Protocol }) => Protocol === "email"),
        });
        seen.push(names.length);
      }
      return `${seen.join(" and ")} alarms`;
    },
  },
  {
    name: "what is done to the account is recorded, in every region",
    async check(account) {
      interface Trails {
        trailList: { Name: string; IsMultiRegionTrail: boolean; LogFileValidationEnabled: boolean; KmsKeyId?: string }[];
      }
      const { trailList } = await account.ask<Trails>("cloudtrail", "describe_trails");
      const { IsLogging } = await account.ask<{ IsLogging: boolean }>("cloudtrail", "get_trail_status", { Name: NAME });
      const trail = trailList.find(({ Name }) => Name === NAME);
      require({
        "every region": trail?.IsMultiRegionTrail === true,
        "its files can be checked": trail?.LogFileValidationEnabled === true,
        encrypted: trail?.KmsKeyId !== undefined,
        "it records": IsLogging,
      });
      return "1 trail";
    },
  },
  {
    name: "somebody is told before a month gets more expensive than it may",
    async check(account) {
      const of = { AccountId: ACCOUNT, BudgetName: NAME };
      interface Found {
        Budget: { TimeUnit: string; BudgetLimit: { Amount: string; Unit: string } };
      }
      const { Budget } = await account.ask<Found>("budgets", "describe_budget", of);
      interface Told {
        Notifications: { NotificationType: string; Threshold: number; ComparisonOperator: string }[];
      }
      const { Notifications } = await account.ask<Told>("budgets", "describe_notifications_for_budget", of);
      for (const { NotificationType, Threshold, ComparisonOperator } of Notifications) {
        const asked = { ...of, Notification: { NotificationType, Threshold, ComparisonOperator } };
        const { Subscribers } = await account.ask<{ Subscribers: unknown[] }>("budgets", "describe_subscribers_for_notification", asked);
        require({ [`${NotificationType}: somebody is told`]: Subscribers.length === 1 });
      }
      const kinds = Notifications.map(({ NotificationType }) => NotificationType).sort();
      require({
        "1500 dollars a month": Number(Budget.BudgetLimit.Amount) === 1500 && Budget.TimeUnit === "MONTHLY",
        "told of the forecast and of what is spent": kinds.join() === "ACTUAL,FORECASTED",
      });
      return `${Budget.BudgetLimit.Amount} ${Budget.BudgetLimit.Unit}, 2 notifications`;
    },
  },
];

const ALARMS = {
  both: [
    "answers-5xx",
    "balancer-errors",
    "cache-memory-1",
    "cache-memory-2",
    "database-connections",
    "database-processor",
    "database-storage",
    "pods-away",
    "slow-answers",
  ],
  home: ["backup-copy-failed", "backup-failed", "backup-missing", "cache-memory-3"],
  far: ["replica-lag"],
};
