"""Declarations and selectors of style sheets, out of tinycss2's tokens: what decides whether a reader sees an element.

tinycss2 reads the syntax (comments, escapes, broken rules); a selector library would have to be asked for every pair of
selector and element, and takes exponential time where combinators nest, so matching is our own: see css_match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tinycss2
from tinycss2.nth import parse_nth

from responder.adapters.css_values import color, font_size, length, number

Style = dict[str, str]
"""name → value, in lower case and without blanks that mean nothing"""

_DEEPEST = 6
_LONGEST_VALUE = 1000
_WIDE = frozenset("inherit initial unset revert revert-layer".split())  # noqa: SIM905
_DISPLAYS = frozenset(
    """none contents block inline flow flow-root table flex grid ruby inline-block inline-table inline-flex inline-grid
    list-item run-in math table-row-group table-header-group table-footer-group table-row table-cell table-column-group
    table-column table-caption ruby-base ruby-text -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex
    -ms-flexbox -ms-inline-flexbox -ms-grid -moz-box -moz-inline-box""".split()  # noqa: SIM905
)
_LENGTHS = frozenset(
    """width height max-width max-height min-width min-height left right top bottom text-indent letter-spacing
    margin-left margin-right margin-top margin-bottom padding-left""".split()  # noqa: SIM905
)
_WORDS = {
    "visibility": frozenset(("visible", "hidden", "collapse")),
    "content-visibility": frozenset(("visible", "hidden", "auto")),
    "position": frozenset(("static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky")),
    "mso-hide": frozenset(("all", "none", "screen")),
}
_AS_WRITTEN = frozenset(
    """overflow overflow-x overflow-y clip clip-path -webkit-clip-path transform -webkit-transform -ms-transform filter
    -webkit-filter -ms-filter background-clip -webkit-background-clip background-image scale translate
    zoom""".split()  # noqa: SIM905
)
_COLORS = frozenset(("color", "background-color", "-webkit-text-fill-color"))
_NO_PICTURE = re.compile(r"url\(\)")


@dataclass(frozen=True, slots=True)
class Declared:
    """One block of declarations: of those that count for us, the ordinary ones, and those marked !important."""

    normal: Style
    important: Style
    variables: Style


def declared(style: str) -> Declared:
    """What a style attribute says."""
    return declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


def declarations(nodes: list[Any]) -> Declared:
    """Of the contents of a block. What a browser would not understand is left out, so that it overrides nothing."""
    normal: Style = {}
    important: Style = {}
    variables: Style = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        value = plain_value(node.value)
        name = node.lower_name
        if name.startswith("--"):
            variables[name] = value
            continue
        into = important if node.important or value.endswith("!ie") else normal
        for longhand, one in _longhands(name, value.removesuffix("!ie").strip()):
            # "none\9" was for old versions of Internet Explorer: hidden from somebody, so that it counts as hidden
            hack = one.endswith(("\t", "\0"))
            one = one.strip("\t\0 ")
            if ("var(" in one or _is_valid(longhand, one)) and not (hack and one not in ("none", "hidden")):
                into[longhand] = one
    return Declared(normal, important, variables)


def plain_value(tokens: list[Any], depth: int = 0) -> str:
    """Tokens as text that our patterns can rely on; of what is nested too deeply or too long, the beginning."""
    out: list[str] = []
    size = 0
    for token in tokens:
        out.append(_plain_token(token, depth))
        size += len(out[-1])
        if size > _LONGEST_VALUE:
            break
    return "".join(out)[:_LONGEST_VALUE].strip(" ")


def _plain_token(token: Any, depth: int) -> str:
    match token.type:
        case "ident":
            return str(token.lower_value)
        case "whitespace":
            return " "
        case "number":
            return str(token.representation).lower()
        case "percentage":
            return f"{token.representation.lower()}%"
        case "dimension":
            return f"{token.representation.lower()}{token.lower_unit}"
        case "hash":
            return f"#{token.value.lower()}"
        case "url":
            return f"url({token.value[:20]})"
        case "string":
            return '""'
        case "literal":
            return str(token.value)
        case "function" if depth < _DEEPEST:
            inner = token.arguments
            if token.lower_name == "url":
                return f"url({''.join(str(one.value)[:20] for one in inner[:1] if one.type == 'string')})"
            return f"{token.lower_name}({plain_value(inner, depth + 1)})"
        case "() block" if depth < _DEEPEST:
            return f"({plain_value(token.content, depth + 1)})"
    return ""


_PHYSICAL = {
    "block-size": "height",
    "inline-size": "width",
    "max-block-size": "max-height",
    "max-inline-size": "max-width",
    "min-block-size": "min-height",
    "min-inline-size": "min-width",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "margin-block-start": "margin-top",
    "margin-block-end": "margin-bottom",
    "margin-inline-start": "margin-left",
    "margin-inline-end": "margin-right",
    "padding-inline-start": "padding-left",
}
"""CSS Logical Properties, for lines that run from left to right; of what is moved far away the side says nothing"""


def _longhands(name: str, value: str) -> list[tuple[str, str]]:
    name = _PHYSICAL.get(name, name)
    if name == "background":
        return [("background-color", _color_in(value)), ("background-image", _picture_in(value) or "none")]
    if name == "background-image":
        return [(name, _picture_in(value) or "none")]
    if name == "font":
        size = next((one for word in value.split() if _is_font_size(one := word.partition("/")[0])), "")
        return [("font-size", size)] if size else []
    if name == "margin":
        return _of_four_sides(value)
    if name == "inset":
        return [(side.removeprefix("margin-"), one) for side, one in _of_four_sides(value)]
    return [(name, value)] if name in _LENGTHS or name in _WORDS or name in _AS_WRITTEN or name in _OTHERS else []


_OTHERS = frozenset(("display", "opacity", "font-size", *_COLORS))


def _of_four_sides(value: str) -> list[tuple[str, str]]:
    sides = value.split()[:4]
    if not sides:
        return []
    top, right, bottom, left = (sides[0], *(sides[index % len(sides)] for index in range(1, 4)))
    if len(sides) == 3:
        left = sides[1]
    return [("margin-top", top), ("margin-right", right), ("margin-bottom", bottom), ("margin-left", left)]


def _color_in(value: str) -> str:
    """The colour of a background; "transparent" where it has none."""
    if value in _WIDE or "var(" in value:
        return value
    for word in _OUTER_WORD.findall(value)[:20]:
        if word == "currentcolor" or color(word) is not None:
            return str(word)
    return "transparent"


_OUTER_WORD = re.compile(r"[\w-]{1,40}\([^()]{0,200}\)|[#\w.-]{1,80}")


def _picture_in(value: str) -> str:
    drawn = _NO_PICTURE.sub("", value)
    return "picture" if "url(" in drawn or "gradient" in drawn or "image" in drawn else ""


def _is_font_size(word: str) -> bool:
    if word.isdigit() and word != "0":
        return False  # the weight of the letters
    return font_size(word, 16.0) is not None and word not in ("inherit", "unset", "initial", "revert")


def _is_valid(name: str, value: str) -> bool:
    if value in _WIDE:
        return True
    if name == "display":
        return bool(value) and _DISPLAYS.issuperset(value.split(" "))
    if name in _COLORS:
        return value == "currentcolor" or color(value) is not None
    if name == "font-size":
        return font_size(value, 16.0) is not None
    if name in ("opacity", "zoom"):
        return number(value) is not None or value == "normal"
    if name in _LENGTHS:
        return value in _KEYWORDS or length(value, 16.0, of=100.0) is not None
    return value in _WORDS[name] if name in _WORDS else bool(value)


_KEYWORDS = frozenset("auto none normal min-content max-content fit-content -webkit-fill-available".split())  # noqa: SIM905


# ------------------------------------------------------------------------------------------------ selectors


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element must be: "td.a.b[data-x]:first-child"."""

    tag: str = ""
    names: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    """name, operator ("" for one that only must be there), value"""
    places: tuple[tuple[int, int], ...] = ()
    """:nth-child(an+b)"""
    is_last: bool = False
    denied: tuple[tuple[Compound, ...], ...] = ()
    """:not(…, …)"""
    one_of: tuple[tuple[Compound, ...], ...] = ()
    """:is(…, …)"""
    nested: bool = False
    """ "&", which stands for the rule around"""

    @property
    def weight(self) -> tuple[int, int, int]:
        inner = [max((one.weight for one in group), default=(0, 0, 0)) for group in (*self.denied, *self.one_of)]
        ids, classes, tags = (sum(part) for part in zip((0, 0, 0), *inner, strict=True))
        classes += len(self.classes) + len(self.attributes) + len(self.places) + self.is_last
        return ids + len(self.names), classes, tags + bool(self.tag)


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from the outermost to the element itself, each with the combinator before it (" ", ">", "+", "~")."""

    steps: tuple[tuple[str, Compound], ...]
    sure: bool = True
    """False: it may match less than it seems to, for we do not know everything in it"""

    @property
    def weight(self) -> tuple[int, int, int]:
        ids, classes, tags = zip(*(compound.weight for _, compound in self.steps), strict=True)
        return sum(ids), sum(classes), sum(tags)


_NOT_NOW = frozenset(
    """hover focus active visited target checked disabled focus-within focus-visible before after first-line first-letter
    placeholder-shown autofill fullscreen invalid user-invalid indeterminate default playing paused modal popover-open
    target-within -webkit-autofill -moz-focusring""".split()  # noqa: SIM905
)
"""States that a mail is not in when it is opened, and pseudo-elements in the old way of writing."""
_ALWAYS = frozenset("link any-link enabled read-only optional valid defined scope".split())  # noqa: SIM905
_STEPS_MOST = 30


@dataclass(slots=True)
class Budget:
    """How many steps of selectors all sheets of a mail may make together. A rule inside of another multiplies the
    selectors of both, so that short text would make very many."""

    left: int
    too_much: bool = False

    def take(self, cost: int) -> bool:
        """False where there is not enough left, and from then on."""
        self.too_much = self.too_much or cost > self.left
        if self.too_much:
            return False
        self.left -= cost
        return True


def selectors_of(prelude: list[Any], around: tuple[Selector, ...], budget: Budget) -> tuple[Selector, ...]:
    """Those that can match; none where the budget does not pay for them. `around` are the selectors of a rule that this
    one is nested in."""
    found = [one for part in _split(prelude) if (one := _Reading().read(part, 0)) is not None]
    if around and found:
        # their number first: even to add up the steps of a long list is too much to do for every rule inside of it
        if not budget.take(len(around) * len(found)):
            return ()
        if not budget.take(_steps_of(around) * len(found) + _steps_of(found) * len(around)):
            return ()
        found = [_inside(outer, inner) for inner in found for outer in around]
    if any(len(one.steps) > _STEPS_MOST for one in found):
        budget.too_much = True
    return tuple(one for one in found if len(one.steps) <= _STEPS_MOST)


def _steps_of(selectors: Iterable[Selector]) -> int:
    return sum(len(one.steps) for one in selectors)


def _inside(outer: Selector, inner: Selector) -> Selector:
    sure = outer.sure and inner.sure
    combinator, first = inner.steps[0]
    if not first.nested:
        steps = (*outer.steps, (combinator or " ", first), *inner.steps[1:])
        return Selector(steps, sure)
    above, last = outer.steps[-1]
    merged = Compound(
        tag=first.tag or last.tag,
        names=last.names + first.names,
        classes=last.classes + first.classes,
        attributes=last.attributes + first.attributes,
        places=last.places + first.places,
        is_last=last.is_last or first.is_last,
        denied=last.denied + first.denied,
        one_of=last.one_of + first.one_of,
    )
    return Selector((*outer.steps[:-1], (above, merged), *inner.steps[1:]), sure)


def _split(tokens: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return parts


@dataclass(slots=True)
class _Draft:
    tag: str = ""
    names: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    is_last: bool = False
    denied: list[tuple[Compound, ...]] = field(default_factory=list)
    one_of: list[tuple[Compound, ...]] = field(default_factory=list)
    nested: bool = False

    def done(self) -> Compound:
        return Compound(
            self.tag, tuple(self.names), tuple(self.classes), tuple(self.attributes), tuple(self.places), self.is_last,
            tuple(self.denied), tuple(self.one_of), self.nested,
        )  # fmt: skip


class _Reading:
    """One complex selector, read from left to right."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, Compound]] = []
        self.sure = True
        self.draft: _Draft | None = None
        self.combinator = ""

    def read(self, tokens: list[Any], depth: int) -> Selector | None:
        """None where it can match nothing, or is none."""
        position = 0
        while position < len(tokens):
            token = tokens[position]
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            position += 1
            if token.type == "whitespace":
                self._end(" ")
            elif token.type == "literal" and token.value in (">", "+", "~"):
                self._end(token.value)
            elif token.type == "literal" and token.value == "." and following is not None and following.type == "ident":
                self._open().classes.append(following.lower_value)
                position += 1
            elif token.type == "literal" and token.value == ":":
                if following is None or not self._pseudo(following, depth):
                    return None
                position += 1
            elif not self._simple(token):
                return None
        self._end("")
        if not self.steps:
            return None
        return Selector(tuple(self.steps), self.sure)

    def _open(self) -> _Draft:
        if self.draft is None:
            self.draft = _Draft()
        return self.draft

    def _end(self, combinator: str) -> None:
        if self.draft is not None:
            self.steps.append((self.combinator or (" " if self.steps else ""), self.draft.done()))
            self.draft, self.combinator = None, ""
        if combinator != " " or not self.combinator:
            self.combinator = combinator

    def _simple(self, token: Any) -> bool:
        match token.type:
            case "ident":
                self._open().tag = token.lower_value
            case "hash":
                self._open().names.append(token.value.lower())
            case "[] block":
                attribute = _attribute(token.content)
                if attribute is None:
                    return False
                self._open().attributes.append(attribute)
            case "literal" if token.value == "&":
                self._open().nested = True
            case "literal" if token.value in ("*", "|"):  # a namespace says nothing in HTML
                self._open().tag = ""
            case _:
                return False
        return True

    def _pseudo(self, token: Any, depth: int) -> bool:
        if token.type == "ident":
            return self._pseudo_class(token.lower_value)
        if token.type != "function":
            return False  # "::before": what stands there is no text of the mail
        draft, name = self._open(), token.lower_name
        if name in ("not", "is", "where", "matches", "-webkit-any", "-moz-any"):
            inner = self._alternatives(token.arguments, depth)
            if inner is None:
                self.sure = False
            elif name == "not":
                draft.denied.append(inner)
            else:
                draft.one_of.append(inner)
        elif name == "nth-child" and (place := parse_nth(token.arguments)) is not None:
            draft.places.append(place)
        else:
            self.sure = False
        return True

    def _pseudo_class(self, name: str) -> bool:
        draft = self._open()
        match name:
            case "root":
                draft.tag = draft.tag or "html"
            case "first-child":
                draft.places.append((0, 1))
            case "last-child":
                draft.is_last = True
            case "only-child":
                draft.places.append((0, 1))
                draft.is_last = True
            case _ if name in _NOT_NOW:
                return False
            case _ if name not in _ALWAYS:
                self.sure = False
        return True

    @staticmethod
    def _alternatives(arguments: list[Any], depth: int) -> tuple[Compound, ...] | None:
        if depth >= _DEEPEST:
            return None
        found = []
        for part in _split(arguments):
            selector = _Reading().read(part, depth + 1)
            if selector is None:
                continue
            if len(selector.steps) != 1 or not selector.sure:
                return None
            found.append(selector.steps[0][1])
        return tuple(found)


def _attribute(content: list[Any]) -> tuple[str, str, str] | None:
    tokens = [token for token in content if token.type not in ("whitespace", "comment")]
    if len(tokens) >= 2 and tokens[0].type == "literal" and tokens[0].value == "|":
        tokens = tokens[1:]
    if not tokens or tokens[0].type != "ident":
        return None
    name = tokens[0].lower_value
    if len(tokens) == 1:
        return name, "", ""
    if tokens[1].type != "literal" or tokens[1].value not in ("=", "~=", "|=", "^=", "$=", "*=") or len(tokens) < 3:
        return None
    if tokens[2].type not in ("ident", "string"):
        return None
    return name, str(tokens[1].value), str(tokens[2].value).lower()
