"""Closed classes of Swedish words that the grammar and the verifier read a demand by."""


def words_of(*lines: str) -> frozenset[str]:
    """The words of some lines."""
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

NEGATIONS = words_of(
    "inte ej icke int aldrig ingen inget inga ingenting ingenstans utan varken nej slipp slippa slipper",
)

MIDS = ("i första hand", "i fortsättningen", "varje år", "i stället", "inte längre", *words_of(
    "inte aldrig alltid också även bara endast genast snarast omedelbart årligen regelbundet istället ej fortfarande först"
))  # fmt: skip
"""Adverbials that stand before the verb in a subordinate clause and after the finite verb in a main clause."""

SUBORDINATORS = words_of(
    "att som där när om innan medan eftersom tills sedan därför så hur vad vem vilka vilket vilken vilkas vars",
    "varför huruvida ifall",
    "fast trots oavsett än då",
)
CONJUNCTIONS = words_of("och men samt eller")
PREPOSITIONS = words_of(
    "i på av för till med från vid under över efter innan före mot mellan hos utmed längs genom utan bakom framför",
    "kring runt om åt",
    "enligt inom utanför per sedan trots bland inför via",
)
PARTICLES = words_of("upp ut in ner ned bort fram igen om på till ihop av med")

PERSONS = words_of(
    "jag mig mej min mitt mina vi oss vår vårt våra du dig dej din ditt dina ni er ert era våran eran hä he",
)
LEANING = words_of(
    "den det dem dom dessa denna detta hon han hen henne honom hans hennes dess deras",
    "sådan sådana sådant sånt såna några någon något ett en",
)
POINTING = words_of("där dit här hit därifrån dessa denna detta hon han hen henne honom sån sånt såna")

GREETINGS = words_of("hej hejsan hallå tjena tja snälla")
LEADS = words_of("och men så ja jo nej dessutom därför sen sedan alltså ok okej obs ps")
FILLERS = words_of("ju alltså faktiskt verkligen snälla äntligen tack")
SOFTENING = words_of("gärna hellre helst kanske eventuellt möjligen väl nog typ ba")
COARSE = words_of(
    "skit skiten skitet jävla fan helvete förbannad förbannade idioter spänn mille fatta fattar asså wallah lol å",
    "hä he e ffs omg guds nångång bibblan",
)

WISHES = words_of("vill önskar kräver begär yrkar föreslår hemställer hoppas")
OPINIONS = words_of("tycker anser menar")
SPEAKERS = (
    "föreningen", "förening", "kårer", "kåren", "klubben", "gruppen", "byalaget", "ungdomsrådet", "elevrådet", "undertecknad",
)  # fmt: skip
"""How the name of somebody who speaks for others ends."""

SPOKEN: dict[str, str] = {
    "va": "vara", "nåt": "något", "nån": "någon", "nånstans": "någonstans", "nånting": "någonting",
    "skall": "ska", "borde": "bör",
}  # fmt: skip
"""As people speak → as a charter writes."""

EVERYBODYS = words_of(
    "odla bada grilla cykla parkera spela rösta skilja plinga prata tala jaga vandra fira vänta tro anmäla",
)
"""What people do themselves: a command to do it is hardly one to the municipality."""

GRANTING = words_of("låta tillåta öppna ge bevilja medge")
"""What a municipality does so that someone may."""
