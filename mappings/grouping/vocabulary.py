"""Words that grouping treats apart: those that turn a demand, groups of people, and those that carry no demand of their own."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


NEGATIONS = _words(
    "inte ej icke inget ingen inga aldrig utan nej varken slippa",
    "not no never without none neither don't doesn't can't cannot",
)

PEOPLE = _words(
    "barn ungdom unga ung elev student förälder pensionär äldre gammal kvinna tjej kille flicka pojke funktionsnedsatt",
    "arbetslös nyanländ flykting hyresgäst villaägare studerande anhörig cyklist bilist fotgängare hundägare ryttare turist",
    "same invandrare tonåring småbarn förskolebarn patient lärare företagare vuxen senior familj rullstolsburen",
    "child children youth pupil student parent pensioner elderly woman women girl boy disabled unemployed refugee migrant",
    "tenant cyclist driver pedestrian teenager adult patient teacher",
)

POINTING = _words(
    "där dit här hit den det de dem dom dessa denna detta han hon hen honom henne då så sådan sådant gruppen själv själva samma "
    "beslutet besluten förslaget ärendet frågan mötet",
    "there here it they them this that these those he she him her such same",
)

SOFT = _words(
    "och att det som en ett den de dem dom i på av för med till är var vara har ha hade om så vi jag du ni oss man mig min",
    "mitt mina vår vårt våra er ert era sin sitt sina kan kunna kunde ska skall skulle bör borde måste får få vill vilja",
    "önskar önska föreslår föreslå hoppas hoppa kräver kräva begär begära ber be tycker tycka snälla tack gärna också även",
    "här där nu då bara ju väl nog lite mycket från vid under över efter innan mot mellan hos sig själv denna detta dessa",
    "sådan alla allt mer någon något några nån nåt men eller därför eftersom när hur vad varför vore bra fint kommun",
    "kommunen ordna fixa se å va blir bli göra gör förslag medborgarförslag hej äntligen helst verkligen faktiskt typ redan",
    "the a an and or of to in on at for with by from is are be been was were has have had it this that these those we i you",
    "they our my your their us me them should shall must would could can will want wish propose suggest please more some",
    "also here there now just so city municipality council make do let get very really think it's nice good",
)

HANGING = _words(
    "och eller i på av för till med från vid om under över mellan att en ett den det de som samt mot hos utan åt efter innan",
    "inte ej the a an and or of to in on at for with by from not no without la el els les los de del y i per para amb con",
)
"""No phrase ends with one of these."""
