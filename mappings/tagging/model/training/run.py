"""One training run: for each member a model a fold and one on all rows, then the last steps; all written to the data folders.

Each piece is kept in the work folder under a name made of settings and rows, so that a run that was broken off goes on.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from mappings.encoder.encoder import certain
from mappings.encoder.graph import Head
from mappings.encoder.weights import FloatArray
from mappings.tagging.model import files
from mappings.tagging.model.combiner import inputs_of
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.combine import fit
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.data import row_key
from mappings.tagging.model.training.finetune import fine_tune, logits_of, new_model, targets_of
from mappings.tagging.model.training.linear import fit_linear, linear_logits
from mappings.tagging.model.training.material import Material, features_of
from mappings.tagging.model.training.network import LINEARS, NORMS, Tagger
from mappings.tagging.model.training.ngrams import all_ngrams

PARTS = ("linear.npz", "ngrams.npz", "combiner_tuned.npz", "combiner_linear.npz")
Logits = Mapping[str, FloatArray]


def name_of(material: Material, settings: Settings) -> str:
    """12 letters that change with the settings of the encoder, the member or any row."""
    apart = ("members", "combiner", "linear", "ngram", "doubt")
    told = {key: value for key, value in asdict(settings).items() if not key.startswith(apart)}
    content = json.dumps([told, asdict(material.member), [row_key(row) for row in material.rows]], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def fold_logits(material: Material, settings: Settings, fold: int, work: Path) -> Logits:
    """What a model that has not seen a fold says of that fold's rows."""
    path = work / f"fold-{material.member.name}-{fold}-{name_of(material, settings)}.npz"
    places = np.flatnonzero(material.folds == fold)
    if not path.is_file():
        model = trained(material, settings, fold, work)
        np.savez(path, **logits_of(model, material.states, places))  # type: ignore[arg-type]
    with np.load(path) as held:
        return {head: held[head] for head in HEADS}


def trained(material: Material, settings: Settings, fold: int | None, work: Path) -> Tagger:
    """The fine-tuned model without a fold (None: on all rows), from the base that all folds share."""
    model = base(material, settings, work)
    places = material.places_outside(fold)
    targets = targets_of(material.rows, settings)
    return fine_tune(
        model, material.states, targets, places, settings, epochs=settings.epochs, share=settings.share, seed=settings.seed
    )


def base(material: Material, settings: Settings, work: Path) -> Tagger:
    """The model after the rows that only teach: none of them is measured, so it is the same for every fold."""
    path = work / f"base-{material.member.name}-{name_of(material, settings)}.pt"
    model = new_model(settings, material.member.depth, settings.seed)
    if not path.is_file():
        print(f"base of {material.member.name}", flush=True)
        places = np.arange(material.measured, len(material.rows))
        targets = targets_of(material.rows, settings)
        fixed_threads(material.member.threads)
        fine_tune(model, material.states, targets, places, settings, epochs=settings.base_epochs, share=1.0, seed=settings.seed)
        fixed_threads(1)
        torch.save(model.state_dict(), path)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model


def full_model(material: Material, settings: Settings, work: Path) -> None:
    """Trains a member on all rows and writes its data file, unless the work folder has it already."""
    name = files.upper_file(material.member.name)
    path = work / f"{name_of(material, settings)}-{name}"
    if not path.is_file():
        write_upper(trained(material, settings, None, work), path)
    (files.folder() / name).write_bytes(path.read_bytes())


def write_upper(model: Tagger, path: Path) -> None:
    layers = []
    for layer in model.layers:
        state = {name: value.detach().float().numpy() for name, value in layer.state_dict().items()}
        layers.append(
            {f"{name}.{part[0]}": state[f"{name}.{part}"] for name in (*LINEARS, *NORMS) for part in ("weight", "bias")}
        )
    heads = {name: Head(one.weight.detach().numpy(), one.bias.detach().numpy()) for name, one in model.heads.items()}
    files.pack_upper(path, layers, heads)


def cross_validated(materials: Sequence[Material], settings: Settings, work: Path) -> Logits:
    """Each measured row's logits from the models that have not seen its fold: as the encoder gives them, the first member's where
    it is certain, else the members' mean."""
    every = [_all_folds(material, settings, work) for material in materials]
    alone = certain(every[0][next(iter(HEADS))])[:, None]
    means = {head: sum(one[head] for one in every) / np.float32(len(every)) for head in HEADS}
    return {head: np.where(alone, every[0][head], means[head]).astype(np.float32) for head in HEADS}


def _all_folds(material: Material, settings: Settings, work: Path) -> Logits:
    found = {head: np.zeros((material.measured, len(labels)), np.float32) for head, labels in HEADS.items()}
    for fold in range(settings.folds):
        print(f"fold {fold + 1} of {settings.folds}, {material.member.name}", flush=True)
        for head, values in fold_logits(material, settings, fold, work).items():
            found[head][material.folds == fold] = values
    return found


def ngrams(material: Material, settings: Settings, work: Path) -> Logits:
    """Writes ngrams.npz, fitted on all rows, and gives each measured row's logits from the model without its fold."""
    name = f"{name_of(material, settings)}-{settings.ngram_penalty}"
    whole, crossed = work / f"ngrams-{name}.npz", work / f"ngrams-crossed-{name}.npz"
    if not (whole.is_file() and crossed.is_file()):
        model, found = all_ngrams(material.rows, material.measured, material.folds, settings)
        files.pack_ngrams(whole, model)
        np.savez(crossed, **found)  # type: ignore[arg-type]
    (files.folder() / "ngrams.npz").write_bytes(whole.read_bytes())
    with np.load(crossed) as held:
        return {head: held[head] for head in HEADS}


def last_steps(material: Material, settings: Settings, tuned: Logits, evaluation: Path, work: Path) -> None:
    """Fits the combiners and the linear fallback on today's rules, and writes all that takes seconds to make."""
    measured = material.rows[: material.measured]
    features = features_of(measured)
    plain = linear_logits(material.vectors, measured, material.folds, settings)
    np.savez_compressed(files.folder() / "linear.npz", **fit_linear(material.vectors, measured, settings))  # type: ignore[arg-type]
    words = ngrams(material, settings, work)
    held: dict[str, Any] = {"keys": np.array([row_key(row) for row in measured]), "folds": material.folds.astype(np.int8)}
    for kind, logits in (("tuned", tuned), ("linear", plain), ("ngrams", words)):
        held[f"{kind}.logits"] = np.concatenate([logits[head] for head in HEADS], 1).astype(np.float16)
    for kind, logits in (("tuned", tuned), ("linear", plain)):
        inputs = inputs_of(logits, words, features)
        files.pack_combiner(files.folder() / f"combiner_{kind}.npz", fit(inputs, measured, settings))
        for fold in range(settings.folds):
            rest = np.flatnonzero(material.folds != fold)
            combiner = fit(inputs[rest], [measured[int(place)] for place in rest], settings)
            files.pack_combiner(evaluation / f"combiner_{kind}_{fold}.npz", combiner)
    np.savez_compressed(evaluation / "cross_validated.npz", **held)
    _write_about(material, settings)


def _write_about(material: Material, settings: Settings) -> None:
    members = [member.name for member in settings.members]
    uppers = b"".join((files.folder() / files.upper_file(name)).read_bytes() for name in members)
    parts = [(files.folder() / name).read_bytes() for name in PARTS]
    about = {
        "version": hashlib.sha256(uppers + b"".join(parts)).hexdigest()[:12],
        "encoder": hashlib.sha256(uppers + parts[0]).hexdigest()[:12],
        "members": members,
        "date": dt.date.today().isoformat(),
        "rows": material.measured,
        "rows_that_only_teach": len(material.rows) - material.measured,
        "settings": asdict(settings),
    }
    (files.folder() / "model.json").write_text(json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def fixed_threads(number: int) -> None:
    """The same sums in the same order: figures don't depend on how many cores there are or how many are free."""
    torch.set_num_threads(number)
    torch.use_deterministic_algorithms(True)
