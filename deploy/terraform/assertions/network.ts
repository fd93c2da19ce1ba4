import {
  DR_NAME,
  FAR,
  HOME,
  HOST,
  NAME,
  attributes,
  balancerIn,
  inNetwork,
  networkOf,
  regions,
  require,
  subnetsOf,
  the,
  type Assertion,
} from "../account.ts";

interface Rules {
  FromPort?: number;
  ToPort?: number;
  IpRanges: { CidrIp: string }[];
  Ipv6Ranges: { CidrIpv6: string }[];
}

interface Group {
  GroupId: string;
  GroupName: string;
  VpcId: string;
  IpPermissions: Rules[];
  IpPermissionsEgress: Rules[];
}

export const network: Assertion[] = [
  {
    name: "three zones, each with a public, a private and a data subnet, and a way out of its own",
    async check(account) {
      for (const region of regions) {
        for (const tier of ["public", "private", "data"]) {
          const zones = (await subnetsOf(account, region, tier)).map(({ AvailabilityZone }) => AvailabilityZone);
          require({ [`${region}: ${tier} subnets in three zones`]: zones.length === 3 && new Set(zones).size === 3 });
        }
        interface Gateways {
          NatGateways: { SubnetId: string; State: string }[];
        }
        const { NatGateways } = await inNetwork<Gateways>(account, region, "describe_nat_gateways");
        const open = NatGateways.filter(({ State }) => State === "available");
        require({ [`${region}: a NAT gateway in each public subnet`]: new Set(open.map(({ SubnetId }) => SubnetId)).size === 3 });
      }
      return "9 subnets and 3 NAT gateways in each of 2 regions";
    },
  },
  {
    name: "no route leads from the data subnets anywhere",
    async check(account) {
      interface Tables {
        RouteTables: { Associations: { SubnetId?: string }[]; Routes: { GatewayId?: string; NatGatewayId?: string }[] }[];
      }
      let routes = 0;
      for (const region of regions) {
        const { RouteTables } = await inNetwork<Tables>(account, region, "describe_route_tables");
        for (const { SubnetId } of await subnetsOf(account, region, "data")) {
          const table = RouteTables.find(({ Associations }) => Associations.some((one) => one.SubnetId === SubnetId));
          require({ [`${region}: ${SubnetId} has a table of its own`]: table !== undefined });
          require({ [`${region}: ${SubnetId} has local routes only`]: table!.Routes.every(({ GatewayId }) => GatewayId === "local") });
          routes += table!.Routes.length;
        }
      }
      return `${routes} routes, all local`;
    },
  },
  {
    name: "nothing but 80 and 443 of the load balancers is open to the world, and the default groups are closed",
    async check(account) {
      const open: string[] = [];
      for (const region of regions) {
        const { SecurityGroups } = await inNetwork<{ SecurityGroups: Group[] }>(account, region, "describe_security_groups");
        for (const { GroupName, IpPermissions, IpPermissionsEgress } of SecurityGroups) {
          const toWorld = IpPermissions.filter(
            ({ IpRanges, Ipv6Ranges }) =>
              IpRanges.some(({ CidrIp }) => CidrIp.endsWith("/0")) || Ipv6Ranges.some(({ CidrIpv6 }) => CidrIpv6.endsWith("/0")),
          );
          open.push(...toWorld.map(({ FromPort, ToPort }) => `${GroupName}:${FromPort}-${ToPort}`));
          if (GroupName === "default")
            require({ [`${region}: the default group is closed`]: IpPermissions.length + IpPermissionsEgress.length === 0 });
        }
      }
      const meant = [NAME, DR_NAME].flatMap((name) => [`${name}-edge:80-80`, `${name}-edge:443-443`]);
      require({ [`open to the world: ${open.join(", ")}`]: open.sort().join() === meant.sort().join() });
      return open.join(", ");
    },
  },
  {
    name: "flow logs tell of all traffic",
    async check(account) {
      interface Logs {
        FlowLogs: { ResourceId: string; TrafficType: string; LogGroupName?: string; LogDestination?: string }[];
      }
      for (const region of regions) {
        const network = await networkOf(account, region);
        const { FlowLogs } = await account.ask<Logs>("ec2", "describe_flow_logs", {}, region);
        const ours = FlowLogs.filter(({ ResourceId, TrafficType }) => ResourceId === network && TrafficType === "ALL");
        require({ [`${region}: a flow log of all traffic`]: ours.length === 1 });
      }
      return "2 regions";
    },
  },
  {
    name: "the load balancers speak TLS 1.2 and newer, redirect the rest, keep silent sockets for four pings, and let go of a pod in time",
    async check(account) {
      for (const region of regions) {
        const { LoadBalancerArn } = await balancerIn(account, region);
        interface Listeners {
          Listeners: { Port: number; SslPolicy?: string; DefaultActions: { Type: string; RedirectConfig?: { Protocol: string } }[] }[];
        }
        const { Listeners } = await account.ask<Listeners>("elbv2", "describe_listeners", { LoadBalancerArn }, region);
        const [https, http] = [443, 80].map((port) => Listeners.find(({ Port }) => Port === port));
        const of = { LoadBalancerArn };
        const balancer = attributes(await account.ask("elbv2", "describe_load_balancer_attributes", of, region));
        interface Targets {
          TargetGroups: { TargetGroupArn: string; HealthCheckPath: string }[];
        }
        const { TargetGroups } = await account.ask<Targets>("elbv2", "describe_target_groups", of, region);
        const { TargetGroupArn, HealthCheckPath } = the(TargetGroups, `group of targets in ${region}`);
        const targets = attributes(await account.ask("elbv2", "describe_target_group_attributes", { TargetGroupArn }, region));
        require({
          [`${region}: two listeners`]: Listeners.length === 2,
          [`${region}: TLS 1.2 and newer`]: https?.SslPolicy === "ELBSecurityPolicy-TLS13-1-2-2021-06",
          [`${region}: redirects`]: http?.DefaultActions[0]?.RedirectConfig?.Protocol === "HTTPS",
          [`${region}: keeps silent sockets`]: Number(balancer["idle_timeout.timeout_seconds"]) >= 4 * 25,
          [`${region}: cannot be deleted`]: balancer["deletion_protection.enabled"] === "true",
          [`${region}: drops invalid headers`]: balancer["routing.http.drop_invalid_header_fields.enabled"] === "true",
          [`${region}: keeps logs`]: balancer["access_logs.s3.enabled"] === "true",
          [`${region}: lets go before shutdown.noticeSeconds (30)`]: Number(targets["deregistration_delay.timeout_seconds"]) < 30,
          [`${region}: needs no stickiness`]: targets["stickiness.enabled"] === "false",
          [`${region}: counts what is open`]: targets["load_balancing.algorithm.type"] === "least_outstanding_requests",
          [`${region}: asks /healthz`]: HealthCheckPath === "/healthz",
        });
      }
      return "2 load balancers";
    },
  },
  {
    name: "a firewall stands before both load balancers",
    async check(account) {
      interface Acl {
        WebACL?: { Id: string; Name: string };
      }
      interface Firewall {
        WebACL: { Rules: { Name: string }[] };
      }
      for (const region of regions) {
        const { LoadBalancerArn } = await balancerIn(account, region);
        const { WebACL } = await account.ask<Acl>("wafv2", "get_web_acl_for_resource", { ResourceArn: LoadBalancerArn }, region);
        require({ [`${region}: a firewall`]: WebACL !== undefined });
        const asked = { Id: WebACL!.Id, Name: WebACL!.Name, Scope: "REGIONAL" };
        const { Rules } = (await account.ask<Firewall>("wafv2", "get_web_acl", asked, region)).WebACL;
        require({ [`${region}: four rules`]: Rules.length === 4 });
      }
      return "4 rules each";
    },
  },
  {
    name: "the name leads to the first region while it is healthy, and to the other one otherwise",
    async check(account) {
      const { HostedZones } = await account.ask<{ HostedZones: { Id: string }[] }>("route53", "list_hosted_zones");
      interface Records {
        ResourceRecordSets: { Name: string; Type: string; Failover?: string; HealthCheckId?: string; AliasTarget?: { DNSName: string } }[];
      }
      const { ResourceRecordSets } = await account.ask<Records>("route53", "list_resource_record_sets", {
        HostedZoneId: the(HostedZones, "zone").Id,
      });
      const found = ResourceRecordSets.filter(({ Name, Type }) => Name === `${HOST}.` && Type === "A");
      require({ [`${found.length} records`]: found.length === 2 });
      for (const [region, failover] of [
        [HOME, "PRIMARY"],
        [FAR, "SECONDARY"],
      ] as const) {
        const record = found.find(({ Failover }) => Failover === failover);
        const { DNSName } = await balancerIn(account, region);
        require({
          [`${failover}: leads to ${region}`]: record?.AliasTarget?.DNSName.replace(/\.$/, "") === DNSName,
          [`${failover}: has a health check`]: record?.HealthCheckId !== undefined,
        });
        interface Check {
          HealthCheck: { HealthCheckConfig: { Type: string; ResourcePath: string; FullyQualifiedDomainName: string } };
        }
        const { HealthCheck } = await account.ask<Check>("route53", "get_health_check", { HealthCheckId: record!.HealthCheckId });
        const { Type, ResourcePath, FullyQualifiedDomainName } = HealthCheck.HealthCheckConfig;
        require({
          [`${failover}: asks its own region by https`]:
            Type === "HTTPS" && ResourcePath === "/healthz" && FullyQualifiedDomainName === `${failover.toLowerCase()}.${HOST}`,
        });
      }
      return "2 records, each with a health check";
    },
  },
];
