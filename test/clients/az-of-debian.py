"""Runs the installed az, repaired where Debian 12 ships az 2.45 with Python SDKs that do not fit it.

As packaged, `az vm`, `az network`, `az backup protection check-vm` and `enable-for-vm`, and `az role`
end in a Python error before they send anything, whatever cloud they are pointed at. Nothing of az
itself is changed here: it is told which versions the packages have.
Takes az's own arguments; exits as az does.
"""

import importlib
import os
import runpy
import sys

PACKAGED_COMPUTE_VERSION = "2022-08-01"
PACKAGED_NETWORK_VERSION = "2022-07-01"


def point_compute_at_the_packaged_version():
    """az asks for 2022-11-01; python3-azure 20230112 ends at 2022-08-01."""
    from azure.cli.core.profiles import ResourceType
    from azure.cli.core.profiles._shared import AZURE_API_PROFILES

    versions = AZURE_API_PROFILES["latest"][ResourceType.MGMT_COMPUTE].profile
    for group, version in versions.items():
        if version == "2022-11-01":
            versions[group] = PACKAGED_COMPUTE_VERSION


def point_network_at_the_packaged_version():
    """az asks for 2022-01-01; python3-azure 20230112 has 2022-07-01 and versions of 2021 and before."""
    from azure.cli.core.profiles import ResourceType
    from azure.cli.core.profiles._shared import AZURE_API_PROFILES

    AZURE_API_PROFILES["latest"][ResourceType.MGMT_NETWORK] = PACKAGED_NETWORK_VERSION


def give_authorization_its_config():
    """az reads `config` of these classes; since azure-mgmt-authorization 1.0 it is `_config`."""
    for version, names in {
        "v2018_01_01_preview": ["RoleDefinitionsOperations"],
        "v2020_04_01_preview": ["RoleAssignmentsOperations"],
    }.items():
        module = importlib.import_module("azure.mgmt.authorization." + version + ".operations")
        for name in names:
            getattr(module, name).config = property(lambda operations: operations._config)


def repair(arguments):
    """Makes az that is loaded in this process run those groups; before it reads its arguments."""
    point_compute_at_the_packaged_version()
    point_network_at_the_packaged_version()
    if "role" in arguments:
        give_authorization_its_config()


if __name__ == "__main__":
    os.environ["AZ_INSTALLER"] = "DEB"
    repair(sys.argv)
    runpy.run_module("azure.cli", run_name="__main__")
