"""Every table of the sidecar, in one import, for migrations."""

from sidecar.charter import models as charter
from sidecar.core import models as core
from sidecar.ledger import models as ledger
from sidecar.mapping import models as mapping
from sidecar.mapping.groups import models as groups
from sidecar.push import models as push
from sidecar.sync import models as sync

__all__ = ["charter", "core", "groups", "ledger", "mapping", "push", "sync"]
