"""The evaluation on the planners' page: opened, and its buttons pressed."""

from streamlit.testing.v1 import AppTest

from tests.db.evaluating import Planned
from tests.pages.conftest import RunPage

PAGE = "pages/planung.py"


def show(run_page: RunPage, planned: Planned, **query: str) -> AppTest:
    test = run_page(PAGE, who=planned.planner, lang="en", section="evaluate", **query)
    assert not test.exception
    return test


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click()
    test.run()
    assert not test.exception
    return test
