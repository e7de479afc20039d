"""A work by FanFicFare, which knows a hundred sites; every request it makes goes through our fetcher.

FanFicFare makes its requests through one object of its configuration. That object is ours here, and the ways around
it (browser caches, proxies that pose as browsers, files on this machine) are closed one by one.
"""

from __future__ import annotations

import io
import logging
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from retold.importing.sites.fetched import Fetched, NotFetched
from retold.ports.fetching import Fetcher, NoAnswerLike, NotAllowed, Unfetched

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = (
    "Works of this site are fetched with FanFicFare, which is not installed here; "
    'pip install "retold[fetch]" installs it, or save the work and bring that file in.'
)
_UNREAD = "What {host} shows at this address was not understood; save the work in your browser and bring that file in."
# Nothing is lost that FanFicFare would keep, and nothing goes round the fetcher.
_SETTINGS = {
    "include_images": "true",
    "no_image_processing": "true",
    "keep_summary_html": "true",
    "add_to_keep_html_attrs": ",style,title,align,lang,dir,start,type,alt",
    "use_workskin": "true",
    "never_make_cover": "false",
    "epub_version": "3.0",
    "zip_output": "false",
    "output_css": "",
    "include_logpage": "false",
    "continue_on_chapter_error": "false",
    "slow_down_sleep_time": "",
    "use_cloudscraper": "false",
    "use_flaresolverr_proxy": "false",
    "use_nsapa_proxy": "false",
    "use_browser_cache": "false",
    "use_browser_cache_only": "false",
    "open_pages_in_browser": "false",
    "use_ssl_unverified_context": "false",
    "always_login": "false",
    "progressbar": "false",
}
_LISTS = (
    *("author", "category", "genre", "characters", "ships", "warnings", "extratags", "series"),
    *("fandoms", "freeformtags", "ao3categories", "collections"),
)

_SIGN_IN = re.compile(r"(?i)/(?:log_?in|sign_?in|token_dispenser)\b[^/]*$")

log = logging.getLogger(__name__)


def is_installed() -> bool:
    """Whether FanFicFare is there: it is an extra."""
    return find_spec("fanficfare") is not None


def _quiet() -> None:
    """FanFicFare writes all it does to standard error, unless it is told not to."""
    theirs = logging.getLogger("fanficfare")
    theirs.handlers.clear()
    theirs.setLevel(logging.ERROR)


def knows(address: str) -> bool:
    """Whether FanFicFare knows the site and takes the address for one of a work there."""
    from fanficfare import adapters
    from fanficfare.exceptions import InvalidStoryURL, UnknownSite

    _quiet()
    try:
        adapters.getAdapter(_configuration(address, None, adult=False), address)
    except (InvalidStoryURL, UnknownSite):
        return False
    except Exception:  # an address that its patterns do not foresee
        log.info("FanFicFare could not take %s apart", address, exc_info=True)
        return False
    return True


def fetch(address: str, fetcher: Fetcher, *, adult: bool) -> Fetched:
    """The work as the EPUB that FanFicFare writes. Raises NotFetched, or Unfetched as the fetcher does."""
    from fanficfare import adapters, writers

    _quiet()
    try:
        configuration = _configuration(address, fetcher, adult=adult)
        adapter = adapters.getAdapter(configuration, address)
        adapter.getStoryMetadataOnly()
        out = io.BytesIO()
        writers.getWriter("epub", configuration, adapter).writeStory(outstream=out, forceOverwrite=True)
    except (Unfetched, NotFetched):
        raise
    except Exception as error:
        if fetcher.stopped is not None:
            raise fetcher.stopped from error
        raise _in_words(error, address) from error
    if fetcher.stopped is not None:  # FanFicFare goes on without a picture, whatever kept it from coming
        raise fetcher.stopped
    title = adapter.story.getMetadata("title") or "work"
    return Fetched(_file_name(title), out.getvalue(), adapter.url)


def _in_words(error: Exception, address: str) -> Exception:
    from urllib.parse import urlsplit

    from fanficfare import exceptions

    host = urlsplit(address).hostname or address
    ours = _ours_behind(error)
    match error:
        case exceptions.AdultCheckRequired():
            return NotFetched(
                f"{host} asks whether you are old enough for this work; say that you are (“It may be for adults”), "
                "and ask again.",
                adult=True,
            )
        case exceptions.FailedToLogin() | exceptions.NeedTimedOneTimePassword():
            return NotFetched(
                f"{host} shows this work only to people who are signed in, and no password is ever asked for here; "
                "download it in your browser and bring that file in."
            )
        case exceptions.StoryDoesNotExist():
            return NotFetched(f"There is no such work on {host}; look whether the address is right, or was taken down.")
        case _ if ours is not None:
            return ours
        case _:
            log.warning("FanFicFare failed at %s", address, exc_info=error)
            return NotFetched(_UNREAD.format(host=host))


def _ours_behind(error: BaseException) -> Exception | None:
    """What our fetcher raised, where FanFicFare made an error of its own of it."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, (Unfetched, NotFetched)):
            return behind
        behind = behind.__cause__ or behind.__context__
    return None


def _file_name(title: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in " -_'" else " " for sign in title)
    return f"{' '.join(kept.split())[:80].strip() or 'work'}.epub"


def _configuration(address: str, fetcher: Fetcher | None, *, adult: bool) -> Any:
    """FanFicFare's settings, with our fetcher in the place of its own."""
    from importlib.resources import files

    from fanficfare import adapters
    from fanficfare.configurable import Configuration

    class Ours(Configuration):  # type: ignore[misc, unused-ignore]
        """Its configuration, closed to everything but our fetcher."""

        fetcher: Any

        def get_fetcher(self, make_new: bool = False) -> Any:  # noqa: ARG002  (its signature)
            if self.fetcher is None:
                self.fetcher = _through(fetcher, self.getConfig, self.getConfigList)
            return self.fetcher

        def set_sleep_override(self, val: Any) -> None:
            """Our fetcher has manners of its own."""

        def _read_file_opener(self, fn: str) -> None:  # noqa: ARG002  (its signature)
            raise NotAllowed("No file is read for the settings of a fetch.")

    configuration = Ours(adapters.getConfigSectionsFor(address), "epub")
    defaults = files("fanficfare").joinpath("defaults.ini").read_text(encoding="utf8")
    configuration.read_file(io.StringIO(defaults))
    settings = _SETTINGS | {f"keep_in_order_{name}": "true" for name in _LISTS}
    for name, value in (settings | {"is_adult": "true" if adult else "false"}).items():
        configuration.set("overrides", name, value)
    configuration.reset_cached_config()
    return configuration


def _through(fetcher: Fetcher | None, get: Callable[..., Any], get_list: Callable[..., Any]) -> Any:
    """The object that FanFicFare hands its requests to."""
    from fanficfare.exceptions import HTTPErrorFFF
    from fanficfare.fetchers.base_fetcher import Fetcher as Theirs
    from fanficfare.fetchers.base_fetcher import FetcherResponse

    class Through(Theirs):  # type: ignore[misc, unused-ignore]
        """Its fetcher, with ours behind it."""

        def do_request(
            self,
            method: str,
            url: str,
            parameters: Any = None,
            referer: Any = None,  # noqa: ARG002
            usecache: bool = True,  # noqa: ARG002
            image: bool = False,
        ) -> Any:
            if fetcher is None:
                raise NotAllowed("Nothing is fetched to look at an address.")
            if method != "GET" or parameters or _SIGN_IN.search(url):
                raise _wants_a_form(url)
            try:
                answer = _same_page(url, fetcher, "image/*" if image else "text/html,application/xhtml+xml,*/*;q=0.8")
            except NoAnswerLike as error:
                raise HTTPErrorFFF(url, error.status, str(error), b"") from error
            return FetcherResponse(answer.body, answer.address)

    return Through(get, get_list)


def _same_page(url: str, fetcher: Fetcher, accept: str) -> Any:
    """The page; FanFicFare asks for some twice, and the site is asked once."""
    return fetcher.get(url.partition("#")[0], accept=accept)


def _wants_a_form(url: str) -> NotFetched:
    from urllib.parse import urlsplit

    return NotFetched(
        f"{urlsplit(url).hostname} shows this work only to people who sign in or fill in a form, and neither is done "
        "from here; download it in your browser and bring that file in."
    )
