"""The chapters of a charter, from a template in YAML.

template(name) -> Template          raises UnknownTemplate, or TemplateError where the file says something else than it may
"""

from mappings.chapters.template import BLOCKS, Chapter, Template, TemplateError, UnknownTemplate, template, templates

__all__ = ["BLOCKS", "Chapter", "Template", "TemplateError", "UnknownTemplate", "template", "templates"]
