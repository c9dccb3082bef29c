"""German numbers, dates and money as people read them. One piece of code for app, command line and exports."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "de_DE"
UNKNOWN = "unbekannt"


def whole(number: int) -> str:
    """A whole number with dots: 56694 → "56.694"."""
    return format_decimal(number, locale=LOCALE)


def decimal(number: Decimal) -> str:
    """A decimal number with its own digits after the comma: 67.53 → "67,53"."""
    return format_decimal(number, format="#,##0.######", locale=LOCALE)


def day(value: date) -> str:
    """A day in short: 2026-12-31 → "31.12.2026"."""
    return format_date(value, format="dd.MM.yyyy", locale=LOCALE)


def day_of_year(annual: str) -> str:
    """A yearly day in words: "10-31" → "31. Oktober"."""
    month, number = annual.split("-")
    # 2000 is a leap year, so that 29 February has a name too; the year is not shown.
    return format_date(date(2000, int(month), int(number)), format="d. MMMM", locale=LOCALE)


def euros(amount: Decimal) -> str:
    """Euros without cents where there are none: 50000 → "50.000 €"."""
    pattern = "#,##0 €" if amount == amount.to_integral_value() else "#,##0.00 €"
    return format_decimal(amount, format=pattern, locale=LOCALE)


def percent(rate: Decimal) -> str:
    """A percentage: 66.67 → "66,67 %"."""
    return f"{decimal(rate)} %"


def listing(words: Sequence[str], last: str = "und") -> str:
    """Words in a row: ["a", "b", "c"] → "a, b und c"."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
