"""Texts as they really come: markup whole and broken, emoji, combining marks, line ends, invisible marks, hostile things."""

from hypothesis import strategies as st

_MARKUP = [
    "<p>",
    "</p>",
    "<br>",
    "<br/>",
    "<li>",
    "<b>",
    "</b>",
    '<a href="x>y">',
    "<a href='",
    "<!-- dold. text -->",
    "<!--",
    "<",
    ">",
    "<3",
]
_HOSTILE = ["<script>alert('x. Y')</script>", "<style>p{}</style>", "gid://decidim/Decidim::User/4 ", "\x00", "\x07", "\ud800"]
_ENTITIES = ["&amp;", "&nbsp;", "&lt;p&gt;", "&#128512;", "&#0;", "&#xD800;", "&bogus;", "&"]
_SIGNS = ["\r\n", "\n\n", "\t", "  ", "a\u0308lg", "e\u0301\u0323", "\u200b", "\u202e", "\u00ad", "İ", "ß", "…", "?!", "!!", "”"]
_EMOJI_AND_SCRIPTS = ["😀", "👩‍👩‍👧", "שלום עולם. ", "مرحبا. ", "中文。"]
_WORDS = ["Fler bänkar vid ån. ", "Sätt upp t.ex. tre bänkar!", "Varför inte? ", "kl. 8 ", "1. ", "- "]
PIECES = _MARKUP + _HOSTILE + _ENTITIES + _SIGNS + _EMOJI_AND_SCRIPTS + _WORDS

stored_texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map("".join)

_DEMAND = "fler bänkar vid ån inte höj sänk barn skolan Norrby 30 kommunen ska vill ha en bro nej till ja förbjud 7 hundar"
sentences = st.lists(st.sampled_from(sorted(set(_DEMAND.split()))), min_size=1, max_size=9).map(" ".join)
