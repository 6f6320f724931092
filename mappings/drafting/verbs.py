"""Swedish verbs that demands are made of, and which form of which verb a word is.

A verb that isn't here is unknown to the grammar, and its sentence is kept as it is.
"""

from functools import lru_cache
from typing import Literal

Form = Literal["infinitive", "imperative", "present", "past"]

_AR = """
regna snöa
aktivera anlita anmäla anordna anpassa ansvara anvisa arbeta arrangera asfaltera avisa avskaffa avveckla backa beakta
begränsa bekosta bemanna besluta betala bevaka bevara bevilja bidra bilda blända boka bredda börja dela delegera dika
diskutera dokumentera drabba dubbla dämpa effektivisera etablera finansiera fira fixa flytta fortbilda fräscha fungera
förankra förbättra fördela förenkla förhandla förhindra förklara förkorta förmedla förnya förvalta förvara förändra gallra
garantera granska gynna halvera hantera hissa hitta hota hyvla hämta hänvisa hårdra informera inkludera inrätta installera
instifta integrera investera involvera jaga justera kalla kapa klaga kolla kombinera kompensera komplettera kontakta
kontrollera koppla korta kosta laga lagra lansera leta leverera locka lova lugna lukta lyssna lämna låna markera minimera
minska mobilisera modernisera montera motverka muddra märka måla nolla odla ombilda ompröva omvandla ordna organisera packa
parkera permanenta placera planera plantera plinga plocka ploga prata presentera prioritera privatisera projektera prova
pröva publicera påverka redovisa reducera reglera rekrytera renovera rensa reparera reservera respektera restaurera rita
rulla rusta rädda räkna rätta rösta salta samarbeta samla samordna samverka sanda sanera satsa skaffa skapa skicka skotta
skrota skräpa skydda skylta slopa sluta snabba sopa sortera spara spela spola sponsra spärra stanna starta stimulera stoppa
städa stötta subventionera svara säkra tala testa tillgänglighetsanpassa torka trafikera trygga träna tvätta täta underlätta
underrätta uppdatera uppgradera upphandla uppmana uppmuntra uppmärksamma upprusta upprätta utbilda utforma utnyttja utrusta
utveckla utvidga utvärdera utöka vandra vattna ventilera verka vidga visa vänta värna växla våga vårda ändra återkoppla
åtgärda öka öppna öronmärka
"""
"""Imperative as the infinitive, present in -r, past in -de."""

_OTHERS = """
anlägga anlägg anlägger anlade, anställa anställ anställer anställde, anta anta antar antog, använda använd använder använde,
avstå avstå avstår avstod, avsätta avsätt avsätter avsatte, begära begär begär begärde, behålla behåll behåller behöll,
behöva - behöver behövde, behövas - behövs behövdes, bekämpa bekämpa bekämpar bekämpade, belysa belys belyser belyste,
bemöta bemöt bemöter bemötte, bero - beror berodde, beskära beskär beskär beskar, bestämma bestäm bestämmer bestämde,
betyda - betyder betydde, bistå bistå bistår bistod, bjuda bjud bjuder bjöd, bli bli blir blev, bo bo bor bodde,
bryta bryt bryter bröt, bygga bygg bygger byggde, byta byt byter bytte, bära bär bär bar, delta delta deltar deltog,
dra dra drar drog, dö - dör dog, erbjuda erbjud erbjuder erbjöd, erkänna erkänn erkänner erkände,
ersätta ersätt ersätter ersatte, finnas - finns fanns, fortsätta fortsätt fortsätter fortsatte, frysa frys fryser frös,
fylla fyll fyller fyllde, fälla fäll fäller fällde, få - får fick, följa följ följer följde,
förbereda förbered förbereder förberedde, förbjuda förbjud förbjuder förbjöd, förebygga förebygg förebygger förebyggde,
förlägga förlägg förlägger förlade, förlänga förläng förlänger förlängde, förstärka förstärk förstärker förstärkte,
ge ge ger gav, godta godta godtar godtog, gräva gräv gräver grävde, gälla - gäller gällde, gå gå går gick,
göra gör gör gjorde, ha ha har hade, heta - heter hette, hjälpa hjälp hjälper hjälpte, hugga hugg hugger högg,
hyra hyr hyr hyrde, hänga häng hänger hängde, häva häv häver hävde, hålla håll håller höll, höja höj höjer höjde,
höra hör hör hörde, införa inför inför införde, inleda inled inleder inledde, innebära - innebär innebar,
inreda inred inreder inredde, kartlägga kartlägg kartlägger kartlade, klippa klipp klipper klippte, komma kom kommer kom,
kosta - kostar kostade, kräva kräv kräver krävde, kunna - kan kunde, kännas - känns kändes, köpa köp köper köpte,
köra kör kör körde, leda led leder ledde, ligga ligg ligger låg, lyfta lyft lyfter lyfte, lysa lys lyser lyste,
lägga lägg lägger lade, läsa läs läser läste, låsa lås låser låste, låta låt låter lät, lösa lös löser löste,
medge medge medger medgav, mäta mät mäter mätte, möta möt möter mötte, påbörja påbörja påbörjar påbörjade,
resa res reser reste, riva riv river rev, räcka - räcker räckte, röja röj röjer röjde, röra rör rör rörde, se se ser såg,
sitta sitt sitter satt, skilja skilj skiljer skilde, skjutsa skjutsa skjutsar skjutsade, skriva skriv skriver skrev,
sköta sköt sköter skötte, slippa - slipper slapp, släcka släck släcker släckte, släppa släpp släpper släppte,
slå slå slår slog, snöröja snöröj snöröjer snöröjde, sprida sprid sprider spred, styra styr styr styrde,
ställa ställ ställer ställde, stänga stäng stänger stängde, stärka stärk stärker stärkte, stå stå står stod,
stödja stöd stödjer stödde, stöta - stöter stötte, säga säg säger sade, säkerställa säkerställ säkerställer säkerställde,
sälja sälj säljer sålde, sända sänd sänder sände, sänka sänk sänker sänkte, sätta sätt sätter satte, söka sök söker sökte,
ta ta tar tog, teckna teckna tecknar tecknade, tidigarelägga tidigarelägg tidigarelägger tidigarelade,
tillföra tillför tillför tillförde, tillhandahålla tillhandahåll tillhandahåller tillhandahöll,
tillstyrka tillstyrk tillstyrker tillstyrkte, tillsätta tillsätt tillsätter tillsatte, tillåta tillåt tillåter tillät,
tro - tror trodde, trycka tryck trycker tryckte, tycka - tycker tyckte, täcka täck täcker täckte, tända tänd tänder tände,
tåla - tål tålde, tömma töm tömmer tömde, underhålla underhåll underhåller underhöll,
undersöka undersök undersöker undersökte, undvika undvik undviker undvek, uppföra uppför uppför uppförde,
upphäva upphäv upphäver upphävde, upphöra upphör upphör upphörde, upplåta upplåt upplåter upplät, utföra utför utför utförde,
utreda utred utreder utredde, utse utse utser utsåg, vara var är var, veta - vet visste, vidta vidta vidtar vidtog,
vilja - vill ville, vinna vinn vinner vann, välja välj väljer valde, vända vänd vänder vände, värma värm värmer värmde,
växa - växer växte, växa väx växer växte, äta - äter åt, återinföra återinför återinför återinförde,
återställa återställ återställer återställde, återta återta återtar återtog, återvinna återvinn återvinner återvann,
översätta översätt översätter översatte, överväga överväg överväger övervägde
"""
"""infinitive imperative present past; "-" where nobody is told to."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[Form, str]]:
    """word → for each form that it is, the infinitive it belongs to (a passive's ends in -s)."""
    table = [(stem, stem, f"{stem}r", f"{stem}de") for stem in _AR.split()]
    for line in _OTHERS.split(","):
        infinitive, imperative, present, past = line.split()
        table.append((infinitive, imperative, present, past))
    found: dict[str, dict[Form, str]] = {}
    for infinitive, imperative, present, past in table:
        _add(found, infinitive, ("infinitive", infinitive), ("imperative", imperative), ("present", present), ("past", past))
        if not infinitive.endswith("s"):
            passive = f"{infinitive}s"
            now = _present_passive(infinitive, present)
            _add(found, passive, ("infinitive", passive), ("present", now), ("past", f"{past}s"))
    return found


def _add(found: dict[str, dict[Form, str]], infinitive: str, *words: tuple[Form, str]) -> None:
    for form, word in words:
        if word != "-":
            found.setdefault(word, {}).setdefault(form, infinitive)


def _present_passive(infinitive: str, present: str) -> str:
    """bygger → byggs, målar → målas, säljer → säljs, gör → görs, ser → ses."""
    if present.endswith("er") and infinitive.endswith("a"):
        return present[:-2] + "s"
    return (present[:-1] if not infinitive.endswith("a") or present.endswith("ar") else present) + "s"


def infinitive(word: str, *forms: Form) -> str | None:
    """The infinitive of a word that is one of these forms of a known verb, else None."""
    found = _forms().get(word, {})
    return next((found[form] for form in forms if form in found), None)


def is_finite(word: str) -> bool:
    """May this word be a verb in the present or past?"""
    return infinitive(word, "present", "past") is not None


def same_verb(one: str, other: str) -> bool:
    """Are both forms of one verb, both active or both passive?"""
    first, second = _forms().get(one), _forms().get(other)
    return first is not None and second is not None and not set(first.values()).isdisjoint(second.values())
