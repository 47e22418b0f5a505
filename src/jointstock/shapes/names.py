"""Invented names that read well, the same for every seed: nations, classes, items, parts, firms."""

from dataclasses import dataclass

_NATION_HEADS = ("Ald", "Bren", "Cor", "Dal", "Est", "Fal", "Gar", "Hol", "Isk", "Jor",
    "Kel", "Lor", "Mar", "Nor", "Ost")  # fmt: skip
_NATION_TAILS = ("mark", "via", "land")
_PLACE_HEADS = ("Arv", "Bel", "Cadr", "Dor", "Elk", "Fen", "Grim", "Hav", "Ilv", "Jern", "Kald", "Lind",
    "Mos", "Nar", "Orm", "Per", "Rav", "Sel", "Tarn", "Ulv")  # fmt: skip
_PLACE_TAILS = ("ford", "by", "stad", "wick", "haven", "berg", "dal", "mont", "holm", "burg", "minne", "sund")
_TRADES = ["Works", "Industries", "Metals", "Systems", "Chemicals"]
_CLASSES = (
    "Artillery round",
    "Tank round",
    "Short-range interceptor",
    "Mortar round",
    "Guided rocket",
    "Medium-calibre round",
    "Anti-tank missile",
    "Medium-range interceptor",
    "Naval round",
    "Air-launched missile",
    "Long-range interceptor",
    "Training round",
)
# From what goes into an end item down to raw materials.
_PARTS = (
    ("Body", "Charge", "Fuze", "Guidance section", "Motor section", "Primer", "Container", "Actuator set"),
    ("Igniter", "Battery", "Antenna", "Circuit card", "Housing", "Liner", "Bearing set", "Cable set"),
    ("Ring", "Connector", "Sensor", "Spring set", "Seal set", "Lens", "Valve", "Fastener set"),
    ("Forging", "Casting", "Powder", "Wire coil", "Glass blank", "Tube", "Resin", "Paper case"),
    (
        "Steel bar",
        "Nitrocellulose",
        "Copper rod",
        "Aluminium bar",
        "Filling",
        "Acid",
        "Linters",
        "Polymer",
    ),
)


@dataclass(frozen=True)
class Titles:
    """Names in words, each list in the order of its keys.

    Attributes:
        nations, classes, ends, parts: Names of what stands in the case.
        sites: Place of each site.
        firms: Firm of each site; some run several.
    """

    nations: list[str]
    classes: list[str]
    ends: list[str]
    parts: list[str]
    sites: list[str]
    firms: list[str]


def draw_titles(counts: tuple[int, int, int, int], tiers: list[int]) -> Titles:
    """Make the names of a case.

    Args:
        counts: Nations, classes, end items and sites.
        tiers: Tier of each part, the last one raw material, shape (parts,).
    """
    nations, classes, ends, sites = counts
    class_count = max(1, classes)
    places = [_place(number) for number in range(sites)]
    firms = max(1, round(sites * 0.6))
    return Titles(
        [_nation(number) for number in range(nations)],
        [f"{_kind(number)}s {_letter(number)}" for number in range(classes)],
        [
            f"{_kind(number % class_count)} {_letter(number % class_count)}{number // class_count + 1}"
            for number in range(ends)
        ],
        _part_names(tiers),
        places,
        [f"{places[number % firms]} {_TRADES[number % firms % len(_TRADES)]}" for number in range(sites)],
    )


def code(name: str) -> str:
    """Own code of a nation, such as ALM for Aldmark."""
    tail = next(tail for tail in _NATION_TAILS if tail in name)
    head, _, number = name.partition(tail)
    return f"{head[:2]}{tail[0]}{number.strip()}".upper()


def key(name: str) -> str:
    """Key of a name, such as ``artillery-round-a1``."""
    return name.lower().replace(" ", "-")


def _nation(number: int) -> str:
    heads = len(_NATION_HEADS)
    whole, place = divmod(number, heads * len(_NATION_TAILS))
    head, tail = place % heads, (place % heads + place // heads) % len(_NATION_TAILS)
    return f"{_NATION_HEADS[head]}{_NATION_TAILS[tail]}" + _again(whole)


def _place(number: int) -> str:
    heads, tails = len(_PLACE_HEADS), len(_PLACE_TAILS)
    whole, place = divmod(number, heads * tails)
    return f"{_PLACE_HEADS[place % heads]}{_PLACE_TAILS[(place % heads + place // heads) % tails]}" + _again(
        whole
    )


def _again(whole: int) -> str:
    """Sign of names that come once more: nothing, then 2, 3 ..."""
    return f" {whole + 1}" if whole else ""


def _kind(number: int) -> str:
    return _CLASSES[number % len(_CLASSES)]


def _letter(number: int) -> str:
    """A, B ... Z, then AA, AB ... for each further dozen of classes."""
    first, last = divmod(number // len(_CLASSES), 26)
    return ("" if not first else chr(64 + first)) + chr(65 + last)


def _part_names(tiers: list[int]) -> list[str]:
    """A word of the part's depth and a number of its own."""
    deepest, given = max(tiers, default=1), dict[int, int]()
    names = []
    for tier in tiers:
        depth = round((tier - 1) * (len(_PARTS) - 1) / max(1, deepest - 1))
        number = given[depth] = given.get(depth, -1) + 1
        words = _PARTS[depth]
        names.append(f"{words[number % len(words)]} {number // len(words) + 1:02d}")
    return names
