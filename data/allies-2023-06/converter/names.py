"""Who and what the case speaks of: members of groups, classes, and which raw name is which key."""

from __future__ import annotations


def codes(text: str) -> list[str]:
    """Codes of nations that are written with blanks between them."""
    return text.split()


ALLIES = codes("AL BE BG CA CZ DE DK EE ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SI SK TR US")
EU = codes("BE BG CZ DE DK EE ES FI FR GR HR HU IT LT LU LV NL PL PT RO SE SI SK")
HOLDERS = [nation for nation in [*ALLIES, "SE"] if nation != "IS"]  # Iceland has no forces

NAMES = {
    "AL": "Albania", "BE": "Belgium", "BG": "Bulgaria", "CA": "Canada", "CZ": "Czechia", "DE": "Germany",
    "DK": "Denmark", "EE": "Estonia", "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom",
    "GR": "Greece", "HR": "Croatia", "HU": "Hungary", "IS": "Iceland", "IT": "Italy", "LT": "Lithuania",
    "LU": "Luxembourg", "LV": "Latvia", "ME": "Montenegro", "MK": "North Macedonia", "NL": "Netherlands",
    "NO": "Norway", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "SI": "Slovenia", "SK": "Slovakia",
    "TR": "Türkiye", "US": "United States", "SE": "Sweden", "UA": "Ukraine", "CH": "Switzerland",
    "ZA": "South Africa", "KR": "Korea", "AU": "Australia", "CN": "China",
}  # fmt: skip
CURRENCIES = {
    "AL": "ALL", "BG": "BGN", "CA": "CAD", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF", "IS": "ISK",
    "MK": "MKD", "NO": "NOK", "PL": "PLN", "RO": "RON", "SE": "SEK", "TR": "TRY", "US": "USD", "UA": "UAH",
    "CH": "CHF", "ZA": "ZAR", "KR": "KRW", "AU": "AUD", "CN": "CNY",
}  # fmt: skip

CLASSES = {
    "artillery_155": ("155 mm artillery, full rounds", "rounds"),
    "artillery_105": ("105 mm artillery, full rounds", "rounds"),
    "artillery_152": ("152 mm artillery, full rounds (legacy)", "rounds"),
    "artillery_122": ("122 mm artillery, full rounds (legacy)", "rounds"),
    "tank_120": ("120 mm smoothbore tank rounds", "rounds"),
    "mlrs_227": ("227 mm guided rockets", "rockets"),
    "atgm": ("Anti-tank guided missiles", "missiles"),
    "manpads": ("Man-portable air-defence missiles", "missiles"),
    "sam_long": ("Long-range air-defence interceptors", "missiles"),
    "sam_medium": ("Medium-range air-defence missiles", "missiles"),
}
RAW_CLASS = {
    "gmlrs": "mlrs_227",
    "sam_long_pac3": "sam_long",
    "sam_medium_irist": "sam_medium",
    "sam_medium_amraam": "sam_medium",
}
ITEMS_OF = {
    "artillery_155": ("155mm_round",),
    "artillery_105": ("105mm_round",),
    "artillery_152": ("152mm_round",),
    "artillery_122": ("122mm_round",),
    "tank_120": ("120mm_tank_round",),
    "mlrs_227": ("gmlrs",),
    "atgm": ("javelin", "nlaw"),
    "manpads": ("stinger",),
    "sam_long": ("pac3_mse",),
    "sam_medium": ("amraam", "iris_t_slm"),
}
CLASS_OF = {item: name for name, items in ITEMS_OF.items() for item in items}
MISSILES = ("gmlrs", "javelin", "nlaw", "stinger", "pac3_mse", "iris_t_slm", "amraam")
LEGACY = ("152mm_round", "122mm_round")
PARTS = "parts_abroad"

NASAMS = ("ES", "FI", "HU", "LT", "NL", "NO", "US")
IRIS_T = ("BE", "BG", "CZ", "DE", "DK", "EE", "HR", "LV", "PT", "SI", "SK")
NLAW_USERS = ("FI", "GB", "LU", "SE")
EDA_FAST = codes("BE CZ DE EE FI FR GR HR LU NL NO PT RO SE SK")
LBDM = codes("BE CZ DE DK EE ES FI FR GB HR IT LT LV ME MK NL NO PL PT SE SI SK")


FLEET_FAMILY = {
    "155/52": "howitzers", "155/45": "howitzers", "155/39": "howitzers", "155/23": "howitzers",
    "105": "howitzers", "152": "howitzers", "122": "howitzers", "tank120": "tanks", "tank120r": "tanks",
    "tank105": "tanks", "tank125": "tanks", "mlrs227": "rocket launchers", "patriot": "air defence",
    "iristslm": "air defence", "nasams": "air defence", "spaag35": "air defence",
}  # fmt: skip


def raw_class(name: str) -> str:
    """Class of the case that a class of the raw rows belongs to."""
    return RAW_CLASS.get(name, name)


def slug(name: str) -> str:
    """Key of a platform from its name."""
    letters = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in name.lower())
    return "_".join(letters.split())
