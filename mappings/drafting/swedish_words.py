"""Closed classes of Swedish words that the grammar and the verifier read a demand by."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


MODALS: dict[str, str] = {
    "ska": "ska", "skall": "ska", "bör": "bör", "borde": "bör", "måste": "måste", "får": "får", "kan": "kan", "kunde": "kan",
    "skulle": "skulle", "behöver": "behöver",
}  # fmt: skip
"""A finite auxiliary → the form that a charter writes."""

STRENGTH: dict[str, str] = {
    **{word: name for word, name in MODALS.items() if word != "skulle"},
    "få": "får", "kunna": "kan", "behöva": "behöver", "slippa": "slipper", "slipper": "slipper", "rätt": "rätt",
}  # fmt: skip
"""A word that says how strongly something binds → what it is compared as."""

NEGATIONS = _words("inte ej icke int aldrig ingen inget inga ingenting ingenstans utan varken nej slipp slippa slipper")

MIDS = ("i första hand", "i fortsättningen", "varje år", "i stället", "inte längre", *_words(
    "inte aldrig alltid också även bara endast genast snarast omedelbart årligen regelbundet istället ej fortfarande först"
))  # fmt: skip
"""Adverbials that stand before the verb in a subordinate clause and after the finite verb in a main clause."""

SUBORDINATORS = _words(
    "att som där när om innan medan eftersom tills sedan därför så hur vad vem vilka vilket vilken vilkas vars varför huruvida ifall",
    "fast trots oavsett än då",
)
CONJUNCTIONS = _words("och men samt eller")
PREPOSITIONS = _words(
    "i på av för till med från vid under över efter innan före mot mellan hos utmed längs genom utan bakom framför kring runt om åt",
    "enligt inom utanför per sedan trots bland inför via",
)
PARTICLES = _words("upp ut in ner ned bort fram igen om på till ihop av med")

PERSONS = _words("jag mig mej min mitt mina vi oss vår vårt våra du dig dej din ditt dina ni er ert era våran eran hä he")
LEANING = _words(
    "den det dem dom dessa denna detta hon han hen henne honom hans hennes dess deras sådan sådana sådant sånt såna några någon något ett en"
)
POINTING = _words("där dit här hit därifrån dessa denna detta hon han hen henne honom sån sånt såna")

GREETINGS = _words("hej hejsan hallå tjena tja snälla")
LEADS = _words("och men så ja jo nej dessutom därför sen sedan alltså ok okej obs ps")
FILLERS = _words("ju alltså faktiskt verkligen snälla äntligen tack")
SOFTENING = _words("gärna hellre helst kanske eventuellt möjligen väl nog typ ba")
COARSE = _words("skit skiten skitet jävla fan helvete förbannad förbannade idioter spänn mille fatta fattar asså wallah lol å hä he e ffs omg guds nångång")

WISHES = _words("vill önskar kräver begär yrkar föreslår hemställer hoppas")
OPINIONS = _words("tycker anser menar")
SPEAKERS = ("föreningen", "förening", "kårer", "kåren", "klubben", "gruppen", "byalaget", "ungdomsrådet", "elevrådet", "undertecknad")

SPOKEN: dict[str, str] = {"va": "vara", "nåt": "något", "nån": "någon", "nånstans": "någonstans", "nånting": "någonting", "skall": "ska", "borde": "bör"}
"""As people speak → as a charter writes."""

GRANTING = _words("låta tillåta öppna ge bevilja medge")
"""What a municipality does so that someone may."""
