"""What each field answers. One module a part of the schema; `schemas.py` puts them onto the recorded schemas."""
