"""The figures for people, in Swedish."""

from collections.abc import Iterator, Mapping
from typing import Any

from mappings.evaluation.same.material import KINDS

KIND_NAMES = {
    "same": "samma krav",
    "against": "motsatt krav",
    "lookalike": "snarlika ord, annat krav",
    "related": "samma ämne, annat krav",
    "unrelated": "annat",
}
CHANGES = {
    "removed": "en tiondel borta",
    "removed_anew": "en tiondel borta, grupperat från början",
    "added": "en tiondel till",
    "shuffled": "annan ordning",
}
NAMES = {
    "words": "bara orden",
    "words+tags": "orden och taggarna",
    "vectors": "vektorer",
    "titled": "vektorer, under titeln",
    "tuned": "tränade vektorer",
}


def lines_of(found: Mapping[str, Any]) -> Iterator[str]:
    """A line each, of `measured_dialogue` or `measured_sets`."""
    title = found["dialogue"] if found["what"] == "groups" else ", ".join(found["sets"])
    yield f"{title}: {found['texts']} texter, {found['statements']} satser, taggar: {found['tags']}"
    yield "par: " + ", ".join(f"{KIND_NAMES[kind]} {found['pairs'][kind]}" for kind in KINDS)
    yield ""
    yield from _groupings(found)
    yield ""
    yield from _rankings(found)
    yield ""
    yield from _judged(found["judged"])
    yield ""
    yield from _stability(found["stability"])
    if found.get("files"):
        yield ""
        yield from _files(found)


def _groupings(found: Mapping[str, Any]) -> Iterator[str]:
    head = ("precision", "täckning", "F1", "ihop", "rätt", "motsatta", "snarlika", "samma ämne", "annat")
    yield _row("Grupperat av sig självt", head)
    for name, one in found["groupings"].items():
        yield _row(_name(name), _pairwise(one))
        if "within_sets" in one:
            inner = one["within_sets"]
            yield _row("  inom kravparen", (inner["precision"], inner["recall"], inner["f1"], inner["merged"], inner["right"]))
    yield f"  allt i en grupp: precision {_said(found['grouped']['base_rate'])}"


def _pairwise(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        one["precision"],
        one["recall"],
        one["f1"],
        one["merged"],
        one["right"],
        *(of["merged"] for of in one["merged_of"].values()),
    )


def _rankings(found: Mapping[str, Any]) -> Iterator[str]:
    head = ("bland fem", "partner", *(f"AUC {name}" for name in ("motsatta", "snarlika", "ämne", "annat")))
    yield _row("Förslag, ordnade efter", head)
    for name, one in found["rankings"].items():
        told = one["suggestions"]
        yield _row(_name(name), (told["in_five"], told["partners"], *(of["auc"] for of in one["auc"].values())))


def _judged(judged: Mapping[str, Any] | None) -> Iterator[str]:
    if judged is None:
        yield "Ingen bedömer par: hur många motsatta krav som hittas är inte mätt."
        return
    yield f"Motsatta krav som hittas: {_said(judged['against_found'])}"
    yield f"Rätt av de par som kallas motsatta: {_said(judged['against_right'])}"
    yield (
        f"Rätt av samma, motsatt och annat: {_said(judged['accuracy'])} av {judged['pairs']} par, "
        f"varav {judged['left_out_by_a_fold']} korsvaliderade"
    )


def _stability(stable: Mapping[str, Any]) -> Iterator[str]:
    yield _row("Vad som står kvar", ("par ihop", "av par", "id kvar", "av grupper"), 42)
    for change, one in stable.items():
        yield _row(CHANGES[change], (one["pairs_kept"], one["pairs"], one["ids_kept"], one["groups"]), 42)


def _files(found: Mapping[str, Any]) -> Iterator[str]:
    yield _row("Fil", ("precision", "täckning", "F1", "bland fem", *(f"AUC {name}" for name in ("motsatta", "snarlika", "ämne"))))
    for name, one in found["files"].items():
        areas = [of["auc"] for of in list(one["auc"].values())[:3]] if one["auc"] else []
        five = one["suggestions"]["in_five"] if one["suggestions"] else None
        yield _row(name, (one["grouped"]["precision"], one["grouped"]["recall"], one["grouped"]["f1"], five, *areas))


def _name(name: str) -> str:
    return NAMES.get(name, name)


def _row(name: str, cells: tuple[Any, ...], width: int = 26) -> str:
    return f"{name:{width}}" + "".join(f"{_said(cell):>13}" for cell in cells)


def _said(value: Any) -> str:
    """With a decimal comma; – for what can't be said."""
    if value is None:
        return "–"
    return f"{value:.2f}".replace(".", ",") if isinstance(value, float) else str(value)
