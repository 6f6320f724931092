from tests.mappings.cache import encoder_cache

__all__ = ["encoder_cache"]
