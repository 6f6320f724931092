"""What an exported charter says of itself: how to read it, and how it came to be. In Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

READING: Mapping[str, tuple[str, ...]] = {
    "sv": (
        "Varje paragraf har ett nummer som den behåller, vad som än ändras runt omkring.",
        "En mening utan citattecken är satt i kontraktets form av ord som någon har skrivit i dialogen. "
        "En mening inom citattecken är ett ordagrant citat, och är dialogens ord och inte kommunens.",
        "Siffran efter en mening leder till dess källor: förslag och kommentarer i Decidim, längst bak i dokumentet.",
        "”3 för, 1 emot” betyder att tre bidrag står bakom det som paragrafen begär och att ett talar emot. Varje bidrag räknas "
        "en gång. Siffrorna visar vad som har sagts i dialogen. De är ingen omröstning och säger inget om hur många "
        "som tycker så.",
        "Läsbarhet mäts med LIX: under 30 är mycket lättläst, 30–40 lättläst, 40–50 medelsvårt, över 50 svårt.",
    ),
    "en": (
        "Every article has a number that it keeps, whatever changes around it.",
        "A sentence without quotation marks is put in the charter's form from words that somebody wrote in the dialogue. "
        "A sentence in quotation marks is a quote word for word: the dialogue's words, not the municipality's.",
        "The number after a sentence leads to its sources: proposals and comments in Decidim, at the end of the document.",
        "“3 for, 1 against” means that three contributions stand behind what the article asks for and one speaks against it. "
        "Each contribution is counted once. The numbers show what was said in the dialogue. They are no vote, nor how many "
        "think so.",
        "Readability is measured by LIX: under 30 is very easy, 30–40 easy, 40–50 medium, over 50 hard to read.",
    ),
}

HOW: Mapping[str, str] = {
    "sv": "Förslag och kommentarer har hämtats ur Decidim och delats upp i påståenden. Det som begär samma sak från samma sida "
    "har förts samman, och av det har paragraferna skrivits. En kontroll har vägrat varje mening som inte har stöd i sina "
    "källor. Människor har godkänt det som inte är märkt som utkast.",
    "en": "Proposals and comments were fetched from Decidim and split into statements. What asks for the same thing from the "
    "same side was brought together, and the articles were written from that. A check has refused every sentence that its "
    "sources don't support. People have approved what isn't marked as a draft.",
}
