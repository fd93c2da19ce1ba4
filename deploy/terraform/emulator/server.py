"""Amazon's API on loopback: moto, and what our modules ask of it that moto does not know.

What is added keeps what it is told and tells it again. It decides nothing, so it proves nothing but that the calls are well formed.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime
from urllib.parse import unquote
from uuid import uuid4

# Read when moto is loaded: the policies that Amazon itself keeps are there, too.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

from moto.backup import urls as backup_urls
from moto.backup.responses import BackupResponse
from moto.budgets.responses import BudgetsResponse
from moto.cloudtrail.models import CloudTrailBackend
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models import EC2Backend, ec2_backends
from moto.ecr.responses import ECRResponse
from moto.eks import urls as eks_urls
from moto.eks.models import EKSBackend, Nodegroup
from moto.eks.responses import EKSResponse
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.elbv2.responses import ELBV2Response
from moto.iam.access_control import IAMPolicyStatement, IAMRequestBase, PermissionResult
from moto.logs.responses import LogsResponse
from moto.rds.models import DBInstance, DBParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.server import main

ACCOUNT = "123456789012"


def now():
    return datetime.now(UTC).timestamp()


def region_of(headers):
    """The region that a request is signed for."""
    return re.search(r"Credential=[^/]+/\d+/([^/]+)/", headers["Authorization"]).group(1)


def by_name(delete):
    """moto passes over the deletion of a trail that is named by its ARN."""

    def deleted(self, name):
        return delete(self, name.split("/")[-1])

    return deleted


CloudTrailBackend.delete_trail = by_name(CloudTrailBackend.delete_trail)


class Kept:
    """Objects by region, path and id, as a REST API has them."""

    def __init__(self):
        self.objects = {}

    def answer(self, value):
        return 200, {"Content-Type": "application/json"}, json.dumps(value)

    def missing(self, path):
        body = json.dumps({"message": f"nothing at {path}", "Code": "ResourceNotFoundException", "Type": "User"})
        return 404, {"Content-Type": "application/json", "x-amzn-ErrorType": "ResourceNotFoundException"}, body

    def under(self, region, path):
        return [one for (where, at), one in self.objects.items() if where == region and at.rsplit("/", 1)[0] == path]


kept = Kept()


def eks_objects(request, full_url, headers):
    region, path, method = region_of(headers), unquote(request.path), request.method
    body = json.loads(request.data or b"{}")
    cluster, kind, rest = re.match(r"/clusters/([^/]+)/(addons|access-entries|pod-identity-associations)(?:/(.+))?$", path).groups()
    arn = f"arn:aws:eks:{region}:{ACCOUNT}"
    if kind == "access-entries" and rest and "/access-policies" in rest:
        principal, policy = rest.split("/access-policies", 1)
        return access_policies(region, cluster, principal, policy.lstrip("/"), method, body)
    name = {"addons": "addon", "access-entries": "accessEntry", "pod-identity-associations": "association"}[kind]
    at = (region, f"/clusters/{cluster}/{kind}")
    if not rest:
        if method == "GET":
            return listed(kind, kept.under(*at))
        new = {"clusterName": cluster, "createdAt": now(), "modifiedAt": now(), "tags": {}, **body}
        if kind == "addons":
            key = body["addonName"]
            new |= {"status": "ACTIVE", "health": {"issues": []}, "addonArn": f"{arn}:addon/{cluster}/{key}/1"}
            new.setdefault("addonVersion", "v1.0.0-eksbuild.1")
        elif kind == "access-entries":
            key = body["principalArn"]
            new |= {"accessEntryArn": f"{arn}:access-entry/{cluster}/{uuid4()}", "username": key, "type": "STANDARD"}
            new.setdefault("kubernetesGroups", [])
        else:
            key = f"a-{uuid4().hex[:17]}"
            new |= {"associationId": key, "associationArn": f"{arn}:podidentityassociation/{cluster}/{key}"}
        # An ARN has slashes, and stands for itself here.
        kept.objects[(region, f"{at[1]}/{key.replace('/', '|')}")] = new
        return kept.answer({name: new})
    where = (region, f"{at[1]}/{rest.removesuffix('/update').replace('/', '|')}")
    one = kept.objects.get(where)
    if one is None:
        return kept.missing(path)
    if method == "DELETE":
        del kept.objects[where]
    elif method == "POST":
        one.update(body)
    return kept.answer({name: one})


def listed(kind, objects):
    if kind == "addons":
        return kept.answer({"addons": [one["addonName"] for one in objects]})
    if kind == "access-entries":
        return kept.answer({"accessEntries": [one["principalArn"] for one in objects]})
    return kept.answer({"associations": objects})


def access_policies(region, cluster, principal, policy, method, body):
    entry = f"/clusters/{cluster}/access-entries/{principal.replace('/', '|')}"
    if (region, entry) not in kept.objects:
        return kept.missing(entry)
    said = {"clusterName": cluster, "principalArn": principal}
    path = f"{entry}/policies"
    if method == "GET":
        return kept.answer({**said, "associatedAccessPolicies": kept.under(region, path)})
    where = (region, f"{path}/{(policy or body['policyArn']).replace('/', '|')}")
    if method == "DELETE":
        kept.objects.pop(where, None)
        return kept.answer({})
    kept.objects[where] = {**body, "associatedAt": now(), "modifiedAt": now()}
    return kept.answer({**said, "associatedAccessPolicy": kept.objects[where]})


for objects in ("addons", "access-entries", "pod-identity-associations"):
    eks_urls.url_paths[f"{{0}}/clusters/(?P<name>[^/]+)/{objects}$"] = eks_objects
    eks_urls.url_paths[f"{{0}}/clusters/(?P<name>[^/]+)/{objects}/(?P<rest>.+)$"] = eks_objects


def backup_selections(request, full_url, headers):
    region, path = region_of(headers), unquote(request.path).rstrip("/")
    plan, key = re.match(r"/backup/plans/([^/]+)/selections(?:/([^/]+))?$", path).groups()
    at = f"/backup/plans/{plan}/selections"
    if request.method == "PUT":
        key = str(uuid4())
        body = json.loads(request.data)
        new = {"SelectionId": key, "BackupPlanId": plan, "CreationDate": now(), **body}
        kept.objects[(region, f"{at}/{key}")] = new
        return kept.answer(new)
    if not key:
        found = [{**one, **one["BackupSelection"]} for one in kept.under(region, at)]
        return kept.answer({"BackupSelectionsList": found})
    if (region, f"{at}/{key}") not in kept.objects:
        return kept.missing(path)
    return kept.answer(kept.objects[(region, f"{at}/{key}")] if request.method == "GET" else kept.objects.pop((region, f"{at}/{key}")))


# Before the path of plans, which takes anything.
backup_urls.url_paths = {
    "{0}/backup/plans/(?P<plan>[^/]+)/selections/$": backup_selections,
    "{0}/backup/plans/(?P<plan>[^/]+)/selections/(?P<key>[^/]+)$": backup_selections,
    "{0}/backup/plans/(?P<name>[^/]+)/$": backup_urls.url_paths.pop("{0}/backup/plans/(?P<name>.+)/?$"),
    **backup_urls.url_paths,
}


def with_security_group(create):
    """A cluster makes a security group of its own, of which nodes are part."""

    def created(self, name, role_arn, resources_vpc_config, **more):
        ec2 = ec2_backends[self.account_id][self.region_name]
        vpc = ec2.get_subnet(resources_vpc_config["subnetIds"][0]).vpc_id
        group = ec2.create_security_group(f"eks-cluster-sg-{name}", "of the cluster", vpc)
        config = {**resources_vpc_config, "clusterSecurityGroupId": group.id, "vpcId": vpc}
        return create(self, name=name, role_arn=role_arn, resources_vpc_config=config, **more)

    return created


def without_security_group(delete):
    def deleted(self, name):
        group = self.clusters[name].resources_vpc_config["clusterSecurityGroupId"]
        gone = delete(self, name)
        ec2_backends[self.account_id][self.region_name].delete_security_group(group_id=group)
        return gone

    return deleted


EKSBackend.create_cluster = with_security_group(EKSBackend.create_cluster)
EKSBackend.delete_cluster = without_security_group(EKSBackend.delete_cluster)


def as_asked(make):
    """moto gives nodes a key for SSH that nobody asked for, and a version of its own."""

    def made(self, *args, **more):
        make(self, *args, **more)
        self.remote_access = more.get("remote_access")

    return made


Nodegroup.__init__ = as_asked(Nodegroup.__init__)


def keeping(create, thing_of, wanted):
    """moto forgets some of what it is told when something is made."""

    def created(self):
        answer = create(self)
        thing = thing_of(self)
        for asked, kept_as in wanted.items():
            if self._get_param(asked) is not None:
                setattr(thing, kept_as, self._get_param(asked))
        return answer

    return created


EKSResponse.create_cluster = keeping(
    EKSResponse.create_cluster,
    lambda self: self.eks_backend.clusters[self._get_param("name")],
    {"accessConfig": "access_config"},
)
EKSResponse.create_nodegroup = keeping(
    EKSResponse.create_nodegroup,
    lambda self: self.eks_backend.clusters[self._get_param("name")].nodegroups[self._get_param("nodegroupName")],
    {"updateConfig": "update_config"},
)


def with_insights(create):
    def created(self):
        answer = create(self)
        database = self.backend.databases[self.params["DBInstanceIdentifier"]]
        database.performance_insights_enabled = self.params.get("EnablePerformanceInsights", False)
        database.performance_insights_kms_key_id = self.params.get("PerformanceInsightsKMSKeyId")
        return answer

    return created


RDSResponse.create_db_instance = with_insights(RDSResponse.create_db_instance)
RDSResponse.create_db_instance_read_replica = with_insights(RDSResponse.create_db_instance_read_replica)


def without_its_own_tags(create):
    """moto tells the tags of a launch template as if they were for what is started from it."""

    def created(self, name, description, template_data, tag_spec):
        template_data.pop("TagSpecifications", None)
        return create(self, name, description, template_data, tag_spec)

    return created


EC2Backend.create_launch_template = without_its_own_tags(EC2Backend.create_launch_template)


def told_by_a_user(update):
    """Parameters that somebody has set are those that Terraform asks for."""

    def updated(self, new_parameters):
        update(self, [{**one, "Source": "user"} for one in new_parameters])

    return updated


DBParameterGroup.update_parameters = told_by_a_user(DBParameterGroup.update_parameters)


def in_its_own_region(create):
    """moto looks for a replica's subnets where its source is."""

    def created(self, db_kwargs):
        return create(self, {"backend": self, **db_kwargs})

    return created


def on_its_own(promote):
    """moto goes on telling what a promoted replica once followed."""

    def promoted(self, db_kwargs):
        database = self.databases[db_kwargs["db_instance_identifier"]]
        source = self.find_db_from_id(database.source_db_instance_identifier)
        promote(self, db_kwargs)
        source.remove_replica(database)
        database.source_db_instance_identifier = None
        return database

    return promoted


def from_its_source(self, replica):
    """moto looks for a replica in another region by its name, where it noted the ARN."""
    self.replicas = [one for one in self.replicas if one not in (replica.db_instance_identifier, replica.db_instance_arn)]


DBInstance.remove_replica = from_its_source
RDSBackend.promote_read_replica = on_its_own(RDSBackend.promote_read_replica)
RDSBackend.create_db_instance_read_replica = in_its_own_region(RDSBackend.create_db_instance_read_replica)


def backup_tags(self):
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=unquote(self.path.split("/tags/")[1].strip("/")))})


BackupResponse.list_tags = backup_tags


def describe_cache_clusters(self):
    """The nodes of replication groups, which moto lists there and does not know by themselves."""
    wanted = self._get_param("CacheClusterId")
    found = []
    for group in self.elasticache_backend.describe_replication_groups():
        for node in group.member_clusters:
            if wanted in (None, node):
                found.append(
                    {
                        "CacheClusterId": node,
                        "CacheClusterStatus": "available",
                        "ReplicationGroupId": group.replication_group_id,
                        "Engine": group.engine,
                        "EngineVersion": "8.0.1",
                        "CacheNodeType": group.cache_node_type,
                        "NumCacheNodes": 1,
                        "AutoMinorVersionUpgrade": group.auto_minor_version_upgrade,
                        "PreferredMaintenanceWindow": getattr(group, "preferred_maintenance_window", None),
                        "CacheSubnetGroupName": group.cache_subnet_group_name,
                        "CacheParameterGroup": {"CacheParameterGroupName": group.cache_parameter_group_name},
                        "SecurityGroups": [{"SecurityGroupId": one, "Status": "active"} for one in group.security_group_ids or []],
                        "TransitEncryptionEnabled": group.transit_encryption_enabled,
                        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
                        "CacheNodes": [],
                    }
                )
    return ActionResult({"CacheClusters": found})


def for_good(delete):
    """moto's replication groups are being deleted for ever."""

    def deleted(self, replication_group_id, *args, **more):
        group = delete(self, replication_group_id, *args, **more)
        self.replication_groups.pop(replication_group_id, None)
        return group

    return deleted


def delete_cache_subnet_group(self):
    self.elasticache_backend.cache_subnet_groups.pop(self._get_param("CacheSubnetGroupName"))
    return EmptyResult()


ElastiCacheResponse.describe_cache_clusters = describe_cache_clusters
ElastiCacheResponse.delete_cache_subnet_group = delete_cache_subnet_group
ElastiCacheBackend.delete_replication_group = for_good(ElastiCacheBackend.delete_replication_group)


tags_of_budgets = {}


def budget_tags(self):
    return json.dumps({"ResourceTags": tags_of_budgets.get(self._get_param("ResourceARN"), [])})


def with_tags(create):
    def created(self):
        budget = self._get_param("Budget")["BudgetName"]
        tags_of_budgets[f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{budget}"] = self._get_param("ResourceTags", [])
        return create(self)

    return created


def budget_subscribers(self):
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    wanted = self._get_param("Notification")
    same = ("NotificationType", "ComparisonOperator", "Threshold")
    found = [one.subscribers for one in budget.notifications if all(one.details[key] == wanted[key] for key in same)]
    return json.dumps({"Subscribers": [subscriber for some in found for subscriber in some]})


BudgetsResponse.create_budget = with_tags(BudgetsResponse.create_budget)
BudgetsResponse.list_tags_for_resource = budget_tags
BudgetsResponse.describe_subscribers_for_notification = budget_subscribers


# What is tried is policies, not signatures, of which moto gets some wrong.
IAMRequestBase.check_signature = lambda self: None


def as_if_over_tls(decide):
    """The rule of our buckets against calls without TLS would refuse all calls on loopback."""

    def decided(self, action, *args, **more):
        condition = self._statement.get("Condition", {})
        if condition == {"Bool": {"aws:SecureTransport": "false"}}:
            return PermissionResult.NEUTRAL
        return decide(self, action, *args, **more)

    return decided


IAMPolicyStatement.is_action_permitted = as_if_over_tls(IAMPolicyStatement.is_action_permitted)


# moto checks policies of most services against the resource "*" only. These are the resources of the calls that are tried.
def resource_of(service, name_of):
    def determine(self):
        try:
            name = name_of(self)
        except Exception:
            name = None
        return f"arn:aws:{service}:{self.region}:{self.current_account}:{name}" if name else "*"

    return determine


def body_of(response, key):
    return json.loads(response.body or "{}").get(key)


def named(prefix, name):
    return f"{prefix}{name}" if name else None


def secret_name(self):
    asked = body_of(self, "SecretId") or ""
    # A secret's ARN ends in six characters that nobody chooses.
    return asked.split(":", 5)[5] if asked.startswith("arn:") else named("secret:", asked and f"{asked}-AbCdEf")


ECRResponse._determine_resource = resource_of("ecr", lambda self: named("repository/", body_of(self, "repositoryName")))
EKSResponse._determine_resource = resource_of("eks", lambda self: "/".join(["cluster", *self.path.split("/")[2:3]]))
LogsResponse._determine_resource = resource_of(
    "logs", lambda self: f"log-group:{body_of(self, 'logGroupName')}:log-stream:{body_of(self, 'logStreamName')}"
)
SecretsManagerResponse._determine_resource = resource_of("secretsmanager", secret_name)
ELBV2Response._determine_resource = lambda self: (self.querystring.get("TargetGroupArn") or ["*"])[0]

if __name__ == "__main__":
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
