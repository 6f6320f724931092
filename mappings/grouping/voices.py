"""Who stands for a demand and who against: counted apart, never netted."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Alignment:
    """A comment's stand towards a proposal, as Decidim has it: 1 for, −1 against, 0 neither."""

    comment_id: str
    proposal_id: str
    value: int


@dataclass(frozen=True)
class Voices:
    """Contribution ids, sorted; nobody is in both."""

    support: tuple[str, ...]
    opposition: tuple[str, ...]


def voices(members: Iterable[str], alignments: Iterable[Alignment]) -> Voices:
    """The voices for and against one group.

    members: ids of the contributions whose statements make the group: each stands for it. alignments: all comments' stands;
    those on a member count. Whoever asks for the thing in words counts as for, whatever was ticked; whoever ticked for one
    member and against another counts as against: doubts are shown rather than hidden.
    """
    asking = set(members)
    stands = [stand for stand in alignments if stand.proposal_id in asking and stand.comment_id not in asking]
    against = {stand.comment_id for stand in stands if stand.value < 0}
    supporting = {stand.comment_id for stand in stands if stand.value > 0} - against
    return Voices(tuple(sorted(asking | supporting)), tuple(sorted(against)))
