"""The frame of every page: title, pages and their addresses."""

import streamlit as st

from finder.ui.markup import Target

st.set_page_config(page_title="Förderfinder", page_icon="⬤", layout="wide")
st.navigation(
    [
        st.Page("municipality.py", title="Kommune", url_path="kommune", default=True),
        st.Page("projects.py", title="Vorhaben", url_path=Target.PROJECTS),
        st.Page("programme_list.py", title="Programme", url_path=Target.PROGRAMMES),
        st.Page("programme_detail.py", title="Programm", url_path=Target.PROGRAMME),
        st.Page("data_state.py", title="Datenstand", url_path=Target.DATA_STATE),
    ],
    position="hidden",
).run()
