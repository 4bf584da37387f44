"""Puts a study's data into the page's built template, as one self-contained HTML file."""

import html
import json
from importlib.resources import files
from typing import Any

_DATA_MARK = "__OPENIADS_DATA__"
_SENTENCE_MARK = "__OPENIADS_SENTENCE__"
# Inside a script element only "<" can end the data; the line separators are valid JSON but not valid old JavaScript.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_json(data: dict[str, Any]) -> str:
    """Return data as JSON that may stand inside a script element.

    Parameters
    ----------
    data : dict
        Plain JSON values; NaN and infinities are refused with ValueError, because JSON has none.

    Examples
    --------
    >>> script_json({"text": "</script>"})
    '{"text":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for raw, escaped in _ESCAPES.items():
        text = text.replace(raw, escaped)
    return text


def render_page(data: dict[str, Any]) -> str:
    """Return the whole page for data of the schema "openiads/page/1".

    Parameters
    ----------
    data : dict
        The page's data contract; key "schema" names it, "answer" holds the sentence shown where scripts are off.

    Returns
    -------
    str
        HTML with script, styles, fonts and data inside; it asks for nothing from anywhere.
    """
    template = (files("openiads.output") / "page" / "page.html").read_text(encoding="utf-8")
    head, _, rest = template.partition(_SENTENCE_MARK)
    middle, _, tail = rest.partition(_DATA_MARK)
    sentence = html.escape(str(data["answer"]["sentence"]))
    return "".join((head, sentence, middle, script_json(data), tail))
