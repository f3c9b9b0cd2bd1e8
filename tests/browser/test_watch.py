"""The watch over requests sees what it is there for."""

from urllib.parse import quote

from playwright.sync_api import Browser

from tests.browser.watch import Trap, Watch

FOREIGN = "elsewhere.example"


def open_page_that_calls_out(browser: Browser, watch: Watch, markup: str) -> None:
    context = browser.new_context()
    watch.over(context)
    page = context.new_page()
    page.goto(f"data:text/html,{quote(markup)}")
    page.wait_for_timeout(400)
    context.close()


def test_every_way_to_call_another_host_is_noticed(browser: Browser, trap: Trap) -> None:
    ways = {
        "picture": '<img src="http://{host}/p.png">',
        "font": "<style>@font-face{{font-family:f;src:url(http://{host}/f.woff2)}}</style>"
        '<p style="font-family:f">text',
        "style": '<link rel=stylesheet href="http://{host}/s.css">',
        "beacon": '<script>navigator.sendBeacon("http://{host}/b", "x")</script>',
        "frame": '<iframe src="http://{host}/"></iframe>',
        "socket": '<script>new WebSocket("ws://{host}/w")</script>',
    }
    for way, markup in ways.items():
        host = f"{way}.{FOREIGN}"
        watch = Watch({"127.0.0.1:1"})
        before = len(trap.asked)

        open_page_that_calls_out(browser, watch, markup.format(host=host))

        assert [url for url in watch.foreign() if host in url], way
        assert [line for line in trap.asked[before:] if host in line], way


def test_complaints_of_the_browser_are_noticed(browser: Browser) -> None:
    watch = Watch(set())

    open_page_that_calls_out(
        browser, watch, "<script>console.error('wrong'); undefined_name()</script>"
    )

    assert any("wrong" in line for line in watch.unexpected())
    assert any("undefined_name" in line for line in watch.unexpected())
