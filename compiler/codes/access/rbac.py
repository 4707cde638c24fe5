"""Codes of findings in access entries, the OIDC provider and RBAC."""

from __future__ import annotations

from ..code import Code

FORMS: dict[str, Code] = {
    "invalid-claim": Code(
        "A value of the OIDC provider is not one that EKS accepts.",
        "Claims and prefixes have limits, and prefixes with `system:` belong to Kubernetes.",
        "Use ASCII text within the limit that the finding names.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc:
    name: corp
    issuer: https://login.example.com
    clientId: k8s
    groupsClaim: groups
    groupsPrefix: "system:"
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc:
    name: corp
    issuer: https://login.example.com
    clientId: k8s
    groupsClaim: groups
    groupsPrefix: "corp:"
""",
    ),
    "invalid-group": Code(
        "A value is not a Kubernetes group that EKS accepts.",
        "EKS refuses groups that begin with `system:`, since they would give the rights of Kubernetes "
        "itself.",
        "Choose another name; in place of system:masters, list the principal in `access.admins`.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      groups: ["system:masters"]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      groups: [developers]
""",
    ),
    "invalid-issuer": Code(
        "A value is not the URL of an issuer of OpenID Connect.",
        "EKS fetches the keys of the issuer from below this URL, and compares it with the `iss` claim of "
        "each token.",
        "Write the URL with https:// and without a query.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc: {name: corp, issuer: login.example.com, clientId: k8s}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc: {name: corp, issuer: https://login.example.com, clientId: k8s}
""",
    ),
    "invalid-username": Code(
        "A value is not a user name that EKS accepts.",
        "EKS refuses names that begin with `system:`, `eks:`, `aws:`, `amazon:` or `iam:`, and the name "
        "of a session without a colon before it.",
        "Choose another name.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      groups: [developers]
      username: "eks:dev"
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      groups: [developers]
      username: dev
""",
    ),
}

CODES: dict[str, Code] = {
    "access-option": Code(
        "An access entry has a field that EKS does not accept for its type.",
        "EKS sets the groups and the name of nodes by itself, and refuses policies for most of them.",
        "Delete the field, or use the type `standard`.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    runners:
      principal: arn:aws:iam::111122223333:role/Developer
      type: ec2-linux
      groups: [builders]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    runners:
      principal: arn:aws:iam::111122223333:role/Developer
      type: ec2-linux
""",
    ),
    "built-in-role": Code(
        "A role has the name of a role of Kubernetes.",
        "Kubernetes restores the rules of its own roles, so those of the spec would not stay.",
        "Choose another name.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    roles:
      view: {rules: [{apiGroups: [apps], resources: [deployments], verbs: [get]}]}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    roles:
      deployment-view: {rules: [{apiGroups: [apps], resources: [deployments], verbs: [get]}]}
""",
    ),
    "duplicate-policy": Code(
        "An access entry has an access policy twice.",
        "EKS associates a policy with one scope, so the second replaces the first.",
        "List all namespaces in one of the two.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      policies:
        - {name: AmazonEKSViewPolicy, namespaces: [shop]}
        - {name: AmazonEKSViewPolicy, namespaces: [web]}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      policies:
        - {name: AmazonEKSViewPolicy, namespaces: [shop, web]}
""",
    ),
    "empty-binding": Code(
        "A binding names nobody.",
        "It would give its role to nobody.",
        "Add groups, users or service accounts.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    bindings:
      readers: {role: view}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    bindings:
      readers: {role: view, serviceAccounts: [shop/ci]}
""",
    ),
    "empty-entry": Code(
        "An access entry gives no permissions.",
        "The principal can log in, and may then do nothing.",
        "Add policies, or a group that a binding names.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers: {principal: arn:aws:iam::111122223333:role/Developer}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      policies: [{name: AmazonEKSViewPolicy}]
""",
        level="warning",
    ),
    "group-without-members": Code(
        "A binding names a group that nobody in the spec is in.",
        "Groups come from access entries, and from the OIDC provider with its prefix. Without either, the "
        "binding has no effect.",
        "Correct the name, or allow the warning if the group comes from elsewhere.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    bindings:
      readers: {role: view, groups: [dev-readers]}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers: {principal: arn:aws:iam::111122223333:role/Developer, groups: [dev-readers]}
  rbac:
    bindings:
      readers: {role: view, groups: [dev-readers]}
""",
        level="warning",
    ),
    "groups-without-prefix": Code(
        "Groups of the OIDC provider have no prefix.",
        "The names of its groups are used as they are, so that whoever manages groups there can put people "
        "into the groups of access entries. EKS changes the prefix of a provider only by replacing it.",
        "Set `groupsPrefix`, and write the prefix before the groups of the provider in bindings.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc: {name: corp, issuer: "https://login.example.com", clientId: kubernetes, groupsClaim: groups}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  oidc:
    name: corp
    issuer: "https://login.example.com"
    clientId: kubernetes
    groupsClaim: groups
    groupsPrefix: "corp:"
""",
        level="note",
    ),
    "limited-cluster-admin": Code(
        "The access policy of cluster administrators is limited to namespaces.",
        "AmazonEKSClusterAdminPolicy is for the whole cluster: EKS has one association of a policy with an "
        "entry, and another scope would take it from an administrator whom nodes wait for.",
        "Use AmazonEKSAdminPolicy, which gives the rights of an administrator in namespaces, or delete "
        "`namespaces`.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    shop:
      principal: arn:aws:iam::111122223333:role/Developer
      policies: [{name: AmazonEKSClusterAdminPolicy, namespaces: [shop]}]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    shop:
      principal: arn:aws:iam::111122223333:role/Developer
      policies: [{name: AmazonEKSAdminPolicy, namespaces: [shop]}]
""",
    ),
    "too-many-objects": Code(
        "Roles and bindings make too many Kubernetes objects.",
        "A role becomes an object in each of its namespaces, and so does each of its bindings. At most 2,000 "
        "objects fit into manifests/rbac.yaml, with 20,000 subjects and values of rules in all.",
        "Leave out `namespaces` of a role that all need, and bind groups in place of users.",
    ),
    "unknown-access-policy": Code(
        "EKS has no access policy of this name.",
        "EKS would refuse the association in the middle of an apply.",
        "Write the name that the finding suggests; `aws eks list-access-policies` lists all.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      policies: [{name: AmazonEKSViewerPolicy}]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  entries:
    developers:
      principal: arn:aws:iam::111122223333:role/Developer
      policies: [{name: AmazonEKSViewPolicy}]
""",
    ),
    "unknown-role": Code(
        "A binding names a role that does not exist.",
        "Kubernetes accepts the binding, and it has no effect.",
        "Correct the name, or add the role to `access.rbac.roles`.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    bindings:
      readers: {role: viewer, serviceAccounts: [shop/ci]}
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    bindings:
      readers: {role: view, serviceAccounts: [shop/ci]}
""",
    ),
    "wide-rule": Code(
        "A rule allows every verb on every resource.",
        "Whoever has it can read all secrets, run as any service account, and give rights to others.",
        "List what is needed, or allow the warning with the reason.",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    roles:
      operators:
        namespaces: [shop]
        rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]
""",
        """
access:
  admins: [arn:aws:iam::111122223333:role/PlatformAdmin]
  rbac:
    roles:
      operators:
        namespaces: [shop]
        rules: [{apiGroups: [apps], resources: ['*'], verbs: ['*']}]
""",
        level="warning",
    ),
}
