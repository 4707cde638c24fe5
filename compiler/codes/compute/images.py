"""Codes of findings in images, user data and launch templates of node groups."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "bootstrap-conflict": Code(
        "A setting of the kubelet is one that eksgen or EKS makes for every node.",
        "A node has one value of it. Labels, taints and the number of pods are fields of the group, so that "
        "the rest of eksgen knows them too; what makes a node join the cluster cannot be changed.",
        "Use the field of the group, or delete the setting.",
        """
nodeGroups:
  web:
    bootstrap: {kubelet: {maxPods: 20}}
""",
        """
nodeGroups:
  web:
    maxPods: 20
""",
    ),
    "bootstrap-option": Code(
        "The operating system has no such setting.",
        "Each family of images has its own way to start: Amazon Linux has shells and a KubeletConfiguration, "
        "Bottlerocket has settings only, and on Windows EKS starts the kubelet with its own arguments.",
        "Write the setting as this operating system has it.",
        """
nodeGroups:
  web:
    os: bottlerocket
    bootstrap: {kubelet: {registryPullQPS: 20}}
""",
        """
nodeGroups:
  web:
    os: bottlerocket
    bootstrap: {bottlerocket: {kubernetes: {registry-qps: 20}}}
""",
    ),
    "launch-option": Code(
        "A setting of the instances is one that EC2 or EKS refuses.",
        "The launch template would be refused, or its instances would not start: a login without a key, two "
        "volumes with one device, CPU credits on a type without them, EFA in two zones.",
        "Follow the message.",
        """
nodeGroups:
  web: {cpuCredits: unlimited}
""",
        """
nodeGroups:
  web: {instanceTypes: [t3.large], cpuCredits: unlimited}
""",
    ),
    "more-pods-than-addresses": Code(
        "A node may run more pods than the VPC CNI has addresses for.",
        "The scheduler fills the node up to `maxPods`; pods without an address stay in ContainerCreating.",
        "Lower `maxPods`, or turn on prefix delegation in the VPC CNI.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large], maxPods: 60}
""",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large], maxPods: 20}
""",
        level="warning",
    ),
    "no-image": Code(
        "EKS has no image of the operating system for the instance types.",
        "EKS has images for certain pairs of operating system and hardware only: Windows runs on x86_64 "
        "without accelerators, Amazon Linux 2023 not on the first Graviton.",
        "Choose another operating system, other types, or an image of your own.",
        """
nodeGroups:
  web: {}
  windows: {os: windows-2022-core, instanceTypes: [m7g.large]}
""",
        """
nodeGroups:
  web: {}
  windows: {os: windows-2022-core, instanceTypes: [m7i.large]}
""",
    ),
    "no-local-disks": Code(
        "An instance type has no local disks.",
        "`localStorage` sets up the NVMe disks of an instance; without any it does nothing, and pods use the "
        "volume of `disk`.",
        "Use a type with local disks, or delete `localStorage`.",
        """
nodeGroups:
  web: {instanceTypes: [m7i.large], bootstrap: {localStorage: raid0}}
""",
        """
nodeGroups:
  web: {instanceTypes: [m6id.large], bootstrap: {localStorage: raid0}}
""",
        level="warning",
    ),
    "open-login": Code(
        "Everybody on the internet reaches the login port of nodes.",
        "The port is found and tried within minutes. Session Manager (`ssm`, on by default) needs no port.",
        "List your own networks.",
        """
nodeGroups:
  web: {ssh: {keyName: ops, from: [0.0.0.0/0]}}
""",
        """
nodeGroups:
  web: {ssh: {keyName: ops, from: [203.0.113.0/24]}}
""",
        level="warning",
    ),
    "other-accelerator": Code(
        "The image has drivers for another accelerator than the hardware has.",
        "The drivers find no device, and the accelerator of the instance, if it has one, cannot be used.",
        "Delete `accelerator`: by default the instance type decides it.",
        """
nodeGroups:
  web: {accelerator: nvidia}
""",
        """
nodeGroups:
  web: {}
""",
        level="warning",
    ),
    "own-image": Code(
        "Image, operating system and user data do not fit together.",
        "EKS adds nothing to the user data of an image of your own, and knows no release of it. With "
        "`os: custom` the user data is yours as a whole; with every other `os` eksgen writes it.",
        "Follow the message.",
        """
nodeGroups:
  web: {ami: ami-0123456789abcdef0, release: 1.34.1-20261101}
""",
        """
nodeGroups:
  web: {ami: ami-0123456789abcdef0}
""",
    ),
    "renamed-from": Code(
        "A group was renamed from a name that another group has.",
        "The objects of the former name would belong to two groups.",
        "Delete `renamedFrom`, or the group with the former name.",
        """
nodeGroups:
  frontend: {}
  web: {renamedFrom: frontend}
""",
        """
nodeGroups:
  web: {renamedFrom: frontend}
""",
    ),
    "user-data-size": Code(
        "The user data of the nodes is too long.",
        "EC2 takes 16 KiB, the address and the certificate of the cluster included.",
        "Load long scripts from S3 in a short command, or build an image that has them.",
    ),
    "user-data-text": Code(
        "A text cannot be written in the user data.",
        "EKS reads only a part of TOML when it merges the settings of Bottlerocket with its own: no quotes "
        "and no line breaks within a value. On Windows, a tag ends the commands.",
        "Write the text without them, or use an image of your own, whose user data EKS leaves alone.",
        """
nodeGroups:
  web: {os: bottlerocket, bootstrap: {bottlerocket: {motd: 'say "hi"'}}}
""",
        """
nodeGroups:
  web: {os: bottlerocket, bootstrap: {bottlerocket: {motd: say hi}}}
""",
    ),
}

FORMS: dict[str, Code] = {
    "invalid-device": Code(
        "A value is not a device name.",
        "EC2 attaches a volume to an instance under a device name.",
        "Write a name such as /dev/xvdf.",
        """
nodeGroups:
  web: {disk: {extra: [{device: xvd1, size: 10}]}}
""",
        """
nodeGroups:
  web: {disk: {extra: [{device: /dev/xvdf, size: 10}]}}
""",
    ),
    "invalid-public-key": Code(
        "A value is not a public key that EC2 accepts.",
        "EC2 takes OpenSSH public keys of the types ssh-ed25519 and ssh-rsa, on one line; not a path to one.",
        "Paste the content of the `.pub` file.",
        """
nodeGroups:
  web: {ssh: {publicKey: ~/.ssh/id_ed25519.pub}}
""",
        """
nodeGroups:
  web:
    ssh: {publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJtqM1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0}
""",
    ),
    "invalid-release": Code(
        "A value is not the release of an image.",
        "EKS names the releases of its images by Kubernetes version and day, on Bottlerocket by its version.",
        "Write a release such as 1.34.1-20261101.",
        """
nodeGroups:
  web: {release: latest}
""",
        """
nodeGroups:
  web: {release: 1.34.1-20261101}
""",
    ),
}
