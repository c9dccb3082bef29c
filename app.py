"""Starts the app: `streamlit run app.py`. Its pages stand in finder/ui."""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from finder.ui.frame import explain

FRAME = Path(st.__file__).parent / "static" / "index.html"
POLICY = "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'self'"
"""The browser itself refuses images, fonts and connections to other hosts (R-92)."""


def page(_: Request) -> Response:
    """Streamlit's own frame, with the language its pages are written in."""
    html = FRAME.read_text(encoding="utf-8").replace('<html lang="en">', '<html lang="de">')
    return HTMLResponse(html, headers={"Cache-Control": "no-cache", "Content-Security-Policy": POLICY})


def start(request: Request) -> Response:
    """The page Kommune is the start page; Streamlit serves its start page at the root only."""
    return RedirectResponse(request.url.replace(path="/"))


app = st.App(
    Path(__file__).parent / "finder" / "ui" / "main.py",
    routes=[
        *(Route(path, page) for path in ("/", "/programme", "/programm", "/datenstand")),
        Route("/kommune", start),
    ],
    on_script_error=explain,
)
