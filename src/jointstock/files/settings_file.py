"""Read and write ``case.toml``."""

from __future__ import annotations

import dataclasses
import datetime
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jointstock.errors import Fault
from jointstock.facts.case import Settings
from jointstock.facts.dictionary import DICTIONARY
from jointstock.facts.suggestions import did_you_mean, nearest

FILE = "case.toml"
_TYPES: Mapping[str, type] = {"months": int, "price_year": int, "discount_rate": float}
_STAND_INS: Mapping[str, str | int] = {
    "name": "",
    "as_of": "2000-01-01",
    "first_month": "2000-01",
    "months": 1,
    "currency": "XXX",
    "price_year": 2000,
}
_ABOUT: Mapping[str, str] = {
    "schema": "number of the schema of the case folder",
    "name": "name of the case",
    "as_of": "day on which everything in the case was known, YYYY-MM-DD",
    "first_month": "first month planned, YYYY-MM",
    "months": "number of months planned",
    "currency": "currency of the case, ISO 4217",
    "price_year": "year whose money real figures are stated in",
    "calendar": "lengths of the periods, such as 12x1,16x3",
    "end": "meet or none",
    "target_version": "version of the targets that is planned with",
    "discount_rate": "share a year",
    "deflator": "an index of rates.csv",
}


def read_settings(path: Path) -> tuple[Settings, tuple[Fault, ...]]:
    """Read the settings of a case folder.

    Args:
        path: The file ``case.toml``.

    Returns:
        The settings, with stand-ins where a key is faulty, and the faults.
    """
    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        remedy = f"Write {FILE} with the keys {', '.join(('schema', *_STAND_INS))}."
        return _settings({}, path), (Fault("no-settings", FILE, None, "", "", f"a file {FILE}", remedy),)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        remedy = 'Write each key as name = value, text in "quotation marks".'
        return _settings({}, path), (Fault("not-toml", FILE, None, "", str(error), "TOML in UTF-8", remedy),)
    known: dict[str, Any] = {}
    faults = [*_key_faults(document)]
    for key, written in document.items():
        # TOML has days of its own; a day without quotation marks is as good.
        value = written.isoformat() if type(written) is datetime.date else written
        fault = _value_fault(key, value)
        if fault is not None:
            faults.append(fault)
        elif key in _ABOUT and key != "schema" and value != "":
            known[key] = float(value) if _TYPES.get(key) is float else value
    return _settings(known, path), tuple(faults)


def write_settings(settings: Settings, path: Path) -> None:
    """Write the settings of a case.

    Args:
        settings: The settings.
        path: The file to write.
    """
    # A JSON string is a TOML basic string.
    lines = [f"schema = {DICTIONARY.schema}"]
    for key, value in dataclasses.asdict(settings).items():
        if value is not None:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _settings(known: Mapping[str, Any], path: Path) -> Settings:
    return Settings(**{**_STAND_INS, "name": path.parent.name, **known})


def _key_faults(document: Mapping[str, Any]) -> list[Fault]:
    faults = []
    misspelt = set()
    for key in document:
        if key not in _ABOUT:
            free = [known for known in _ABOUT if known not in document]
            remedy = did_you_mean(key, free, f"Its keys are {', '.join(_ABOUT)}.")
            misspelt.add(nearest(key, free))
            faults.append(Fault("unknown-setting", FILE, None, key, key, "a key of the case", remedy))
    for key in ("schema", *_STAND_INS):
        if document.get(key, "") == "" and key not in misspelt:
            remedy = f"Write {key} = …: {_ABOUT[key]}."
            faults.append(Fault("missing-setting", FILE, None, key, "", _ABOUT[key], remedy))
    return faults


def _value_fault(key: str, value: object) -> Fault | None:
    if key not in _ABOUT or value == "":
        return None
    if key == "schema":
        if value == DICTIONARY.schema and not isinstance(value, bool):
            return None
        remedy = f"This version reads schema {DICTIONARY.schema}."
        return Fault("schema", FILE, None, key, str(value), f"schema {DICTIONARY.schema}", remedy)
    wanted = _TYPES.get(key, str)
    fits = isinstance(value, int | float if wanted is float else wanted) and not isinstance(value, bool)
    if fits:
        return None
    form = {str: 'text in "quotation marks"', int: "a whole number", float: "a number"}[wanted]
    return Fault(
        "setting-type", FILE, None, key, str(value), f"{form}: {_ABOUT[key]}", f"Write {key} as {form}."
    )
