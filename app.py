"""Starts the app: `streamlit run app.py`. Its pages stand in finder/ui."""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from finder.ui.frame import explain

FRAME = Path(st.__file__).parent / "static" / "index.html"
STYLE = Path(__file__).parent / "finder" / "ui" / "style.css"
POLICY = "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'self'"
"""The browser itself refuses images, fonts and connections to other hosts (R-92)."""


def page(_: Request) -> Response:
    """Streamlit's own frame with the app's language and style; a style sent by a page would be sent on every rerun."""
    style = f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>"
    html = FRAME.read_text(encoding="utf-8").replace('<html lang="en">', '<html lang="de">').replace("</head>", style)
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", "Content-Security-Policy": POLICY})


def start(request: Request) -> Response:
    """The page Kommune is the start page; Streamlit serves its start page at the root only."""
    return RedirectResponse(request.url.replace(path="/"))


app = st.App(
    Path(__file__).parent / "finder" / "ui" / "main.py",
    routes=[
        *(Route(path, page) for path in ("/", "/vorhaben", "/programme", "/programm", "/datenstand")),
        Route("/kommune", start),
    ],
    on_script_error=explain,
)
