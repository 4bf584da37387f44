"""Where a key stands in a TOML text, so that a fault can name its line."""

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\[\]\s](?:[^\[\]]*[^\[\]\s])?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def toml_lines(text: str) -> list[str]:
    """Lines as TOML counts them; other separators may stand inside a string."""
    return re.split(r"\r?\n", text)


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def key_lines(text: str) -> dict[Path, int]:
    """Line of every table, key and array element of a TOML text, counted from one.

    Parameters
    ----------
    text : str
        A TOML text; it need not be valid.

    Returns
    -------
    dict
        From the path of a key, such as ``("sites", 0, "position")``, to its line.

    Examples
    --------
    >>> key_lines('a = 1\\n[[sites]]\\nid = "x"\\n')[("sites", 0, "id")]
    3
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    lines = toml_lines(text)
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        header = _HEADER.match(line)
        if header:
            table = _table_path(_parts(header.group(2)), counts, new_item=len(header.group(1)) == 2)
            for length in range(1, len(table) + 1):
                found.setdefault(table[:length], number)
            continue
        key = _KEY.match(line)
        if key:
            path = (*table, *_parts(key.group(1)))
            found[path] = number
            number = _element_lines(lines, number, key.end(), path, found)
    return found


def _table_path(parts: Sequence[str], counts: dict[Path, int], *, new_item: bool) -> Path:
    path: Path = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        if new_item and depth == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _element_lines(lines: Sequence[str], number: int, column: int, path: Path, found: dict[Path, int]) -> int:
    """Follow a value from its column on; return the number of the last line that it takes up."""
    depth, index, quote, fresh = 0, 0, "", True
    line = lines[number - 1][column:]
    while True:
        position = 0
        while position < len(line):
            letter = line[position]
            if quote:
                if line.startswith(quote, position):
                    position += len(quote) - 1
                    quote = ""
                elif letter == "\\" and quote[0] == '"':
                    position += 1
            elif letter == "#":
                break
            else:
                if depth == 1 and fresh and letter not in " \t],":
                    found[(*path, index)] = number
                    fresh = False
                if letter in "\"'":
                    quote = letter * 3 if line.startswith(letter * 3, position) else letter
                    position += len(quote) - 1
                elif letter in "[{":
                    depth += 1
                elif letter in "]}":
                    depth -= 1
                elif letter == "," and depth == 1:
                    index, fresh = index + 1, True
            position += 1
        if len(quote) == 1:
            quote = ""  # a plain string ends with its line, valid or not
        if (depth <= 0 and not quote) or number >= len(lines):
            return number
        line = lines[number]
        number += 1


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """Line of a path, or of the nearest table or key that holds it; None where nothing does."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None
