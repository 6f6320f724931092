"""Abbreviations after which a full stop ends no sentence, where sentencex doesn't know them."""


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


ABBREVIATIONS: dict[str, frozenset[str]] = {
    "sv": _words(
        "t.ex bl.a bla m.m m.fl o.s.v osv d.v.s dvs f.d fd s.k t.o.m fr.o.m f.o.m p.g.a pga m.a.o m.h.a e.d el.dyl dyl o.d "
        "o.dyl resp inkl exkl ca c:a ung kl nr tel mob s:t s:ta kap art jfr obs ev evt jan feb apr aug sept sep okt nov dec "
        "prof dr ordf sid s i.o.m n.b p.s d.y i.st f.n f.v.b f.ö t.h u.å mom st"
    ),
    "en": _words("e.g i.e vs approx dept mr mrs ms dr prof st fig vol art inc ltd a.m p.m jan feb aug sept oct nov dec"),
    "de": _words("z.b d.h u.a bzw ca nr str evtl ggf inkl dr prof abs art bspw"),
    "fr": _words("p.ex c.-à-d cf m mme mlle dr st av art env"),
    "es": _words("p.ej sr sra dr dra av avda art núm aprox pza c"),
    "ca": _words("p.ex sr sra dr dra av avda art núm aprox pl c"),
    "fi": _words("esim ns nk ko mt po n klo nro puh os"),
}
"""Lower case, without the last full stop. What is a word too (tom, max, etc) is left out: a lost sentence end costs more."""

_LONGEST = 40


def ends_in_abbreviation(sentence: str, language: str) -> bool:
    """Does the sentence end in an abbreviation, a single initial or a bare list number, so that the next belongs to it?"""
    words = sentence[-_LONGEST:].rstrip().rsplit(maxsplit=1)
    if not words or not words[-1].endswith("."):
        return False
    alone = len(words) == 1 and len(sentence) <= _LONGEST
    word = words[-1][:-1].lstrip("(\"'”“»«[")
    if word.lower() in ABBREVIATIONS.get(language, frozenset()):
        return True
    if len(word) == 1 and word.isalpha():
        return word.isupper() or alone
    return alone and word.isdigit() and len(word) <= 3
