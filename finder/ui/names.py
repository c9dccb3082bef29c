"""The names of territorial keys as the pages show them."""

from finder.places.municipalities import register
from finder.vocab import REGION_LABELS, UnitLevel


def territory_name(key: str) -> str:
    """The name of a territorial key, with the kind of unit where it is no municipality."""
    unit = register().by_key(key)
    if unit is None or key in REGION_LABELS:
        return REGION_LABELS.get(key, key)
    return unit.name if unit.level is UnitLevel.MUNICIPALITY else f"{unit.level.label} {unit.name}"
