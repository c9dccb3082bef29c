"""Hostile texts as a portal could serve them: for every surface that shows or exports crawled text (R-70, R-71).

None holds a character that a database or a record refuses. Where an address stands in a text, it must not be fetched.
"""

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    '"><iframe src="javascript:alert(4)"></iframe>',
    "</td></table><style>*{display:none}</style>",
    "<a href='javascript:alert(5)'>Richtlinie</a>",
    "&lt;script&gt;alert(6)&lt;/script&gt;",
    "<details open ontoggle=alert(7)>",
)
MARKDOWN = (
    "[Antrag hier](https://evil.example/)",
    "![Zähler](https://evil.example/pixel.png)",
    "<https://evil.example/>",
    "# Amtliche Bekanntmachung",
    "**Förderung** _sicher_ ~~verfallen~~",
    ":material/delete: :red[Achtung] :smile:",
    "$\\href{https://evil.example/}{Bescheid}$",
    "| a | b |\n|---|---|\n| 1 | 2 |",
)
FORMULAS = (
    '=HYPERLINK("https://evil.example/","Richtlinie")',
    "=1+1",
    "+49 351 1234567",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    '"=1+1"',
    "\u200b=1+1",
    "＝1+1",
    "－1",
)
CHARACTERS = (
    "nul\x00davor",
    "\u202egnp.exe",
)
PAYLOADS = (*MARKUP, *MARKDOWN, *FORMULAS, *CHARACTERS)
