from tests.sidecar.push.conftest import sidecar

__all__ = ["sidecar"]
