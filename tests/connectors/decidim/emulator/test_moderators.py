"""What tests may do to a store as if somebody did it in Decidim's own pages."""

from connectors.decidim.emulator import writes
from tests.connectors.decidim.emulator.asking import CREATE, PERSON, Decidim

READ = 'proposal(id: {}) {{ title {{ translation(locale: "sv") }} totalCommentsCount comments {{ id }} }}'


def test_a_hidden_proposal_can_no_longer_be_read() -> None:
    decidim = Decidim()
    writes.hide_proposal(decidim.store, 2)
    assert decidim.in_component(READ.format(2))["proposal"] is None


def test_a_hidden_comment_leaves_its_thread_readable() -> None:
    decidim = Decidim()
    writes.hide_comment(decidim.store, 5)
    assert decidim.in_component(READ.format(2))["proposal"] == {
        "title": {"translation": "Rätt till ett bibliotek nära"}, "totalCommentsCount": 0, "comments": [],
    }  # fmt: skip


def test_an_edit_in_decidim_shows_at_once() -> None:
    decidim = Decidim()
    writes.edit_proposal(decidim.store, 2, title={"sv": "Rätt till två bibliotek"})
    writes.edit_comment(decidim.store, 5, {"sv": "Tre räcker längre."})
    found = decidim.in_component('proposal(id: 2) { title { translation(locale: "sv") } versionsCount comments { body } }')
    assert found["proposal"]["title"] == {"translation": "Rätt till två bibliotek"}
    assert found["proposal"]["comments"] == [{"body": "Tre räcker längre."}]
    assert found["proposal"]["versionsCount"] == 2


def test_an_erased_proposal_is_gone_with_its_comments() -> None:
    decidim = Decidim()
    writes.erase_proposal(decidim.store, 1)
    assert decidim.in_component("proposals { nodes { id } }")["proposals"]["nodes"][0] == {"id": "2"}
    assert all(comment.on != 1 for comment in decidim.store.comments.values())


def test_a_draft_that_a_moderator_publishes_appears() -> None:
    decidim = Decidim()
    draft = writes.create_proposal(decidim.store, 4, {"sv": "Artikel 1"}, {"sv": "Text"}, author=None, published=False)
    assert decidim.in_component("proposals { nodes { id } }", 4)["proposals"]["nodes"] == []
    writes.publish_proposal(decidim.store, draft.id)
    found = decidim.in_component("proposals { nodes { official author { id } } }", 4)["proposals"]["nodes"]
    assert found == [{"official": True, "author": None}]


def test_what_is_made_after_an_erasure_takes_a_new_number() -> None:
    decidim = Decidim()
    writes.erase_proposal(decidim.store, 12)
    answered = decidim.ask(
        CREATE, PERSON, id=2, a={"title": "Rätt till en trygg skolväg", "body": "Barn ska kunna gå till skolan."}
    )
    assert answered["data"]["component"]["createProposal"]["id"] == "13"
