"""The chapters of a charter, from a template in YAML.

template(name) -> Template          raises UnknownTemplate, or TemplateError where the file says something else than it may
read(text, name, where) -> Template the same from a municipality's own YAML, whole or laid over one that comes along
"""

from mappings.chapters.reading import LONGEST, read, source, template, templates
from mappings.chapters.template import BLOCKS, Chapter, Template, TemplateError, UnknownTemplate

__all__ = [
    "BLOCKS",
    "LONGEST",
    "Chapter",
    "Template",
    "TemplateError",
    "UnknownTemplate",
    "read",
    "source",
    "template",
    "templates",
]
