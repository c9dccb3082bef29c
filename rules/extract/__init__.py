"""Pure readers: German guideline text to values with quotes. No portal, no network, no store, no clock."""
