"""How the documentation site is built: Sphinx over Markdown, nothing fetched, every warning an error (`make docs`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from sphinx.application import Sphinx  # noqa: E402

import reading_code  # noqa: E402
import reportedly  # noqa: E402
from generated import filled_in  # noqa: E402

project = "Reportedly"
author = "The Reportedly founders"
version = release = reportedly.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["generated"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
toc_object_entries = False  # half of the time of building, for a list that nobody reads to its end
python_use_unqualified_type_names = True

# Names of other people's code, to which there is no page to lead.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections|contextlib|datetime|enum|pathlib|typing|click|fastapi|starlette)\..*"),
    (r"py:.*", r"(Path|Any|Iterable|Iterator|Mapping|Callable|Collection|Sequence|Self|TypeVar|Unpack)"),
    (r"py:class", r".*\.(In|Out)"),  # type variables
]

smartquotes = False  # what programs print stays as they print it

html_theme = "furo"
html_title = "Reportedly"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_favicon = "../src/reportedly/web/static/icon.svg"
html_last_updated_fmt = None  # the same pages give the same bytes, whenever they are built
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
pygments_style = "default"
pygments_dark_style = "github-dark"


LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<target>\.\./[^)#\s]+)(?:#[^)\s]*)?\)")


def fill_in(app: Sphinx, name: str, source: list[str]) -> None:
    """What is generated comes in; links to files of the project that are no pages become their words."""
    folder = Path(app.env.doc2path(name)).parent

    def words_or_link(link: re.Match[str]) -> str:
        return link[0] if (folder / link["target"]).resolve().is_relative_to(HERE) else link["text"]

    source[0] = filled_in(LINK.sub(words_or_link, source[0]))


def reach_by_keyboard(_: Sphinx, __: str, ___: str, context: dict[str, Any], ____: object) -> None:
    """What is wider than a small screen is scrolled with the keys as well."""
    body = context.get("body", "").replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    context["body"] = body.replace('<div class="highlight"><pre', '<div class="highlight"><pre tabindex="0"')


def setup(app: Sphinx) -> None:
    app.connect("source-read", fill_in)
    app.connect("html-page-context", reach_by_keyboard)
    reading_code.connect(app)
