"""What a reference to law is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """An act, convention or agreement that people refer to (see acts.yaml).

    id: "sfs-2010-800", "un-crc" …; sfs: its number in Svensk författningssamling, if it has one. chapters: are sections
    numbered within chapters? chapter: set where a name means one chapter of an act ("hyreslagen").
    """

    id: str
    name_sv: str
    name_en: str
    sfs: str | None
    chapters: bool = True
    chapter: str | None = None

    @property
    def has_articles(self) -> bool:
        """Conventions and EU acts have articles; Swedish acts have sections."""
        return not self.id.startswith(("sfs-", "se-"))


@dataclass(frozen=True)
class Reference:
    """An explicit reference to law: `text[start:end]` holds it.

    chapter, section: "3", "6 a"; article: of a convention or EU act, or the goal or target of Agenda 2030 ("11", "11.7").
    exists: True or False for acts whose chapters and sections are known (valid.json), None where it can't be said.
    inferred: the act is named earlier in the text, and the span holds chapter, section or article only.
    """

    act_id: str
    act_name_sv: str
    chapter: str | None
    section: str | None
    article: str | None
    start: int
    end: int
    act_name_en: str = ""
    exists: bool | None = None
    inferred: bool = False
