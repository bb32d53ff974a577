"""Which rules of a mail's style sheets hold for an element, asked while its tree is walked from the top.

All compounds of all selectors are bits of one number, in the order they stand in; those that an element and its
ancestors have matched so far are bits that are set. One step of the walk is a handful of operations on such numbers,
however many selectors there are and however their combinators nest: matching is linear, in hostile sheets as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from responder.adapters.css_media import holds
from responder.adapters.css_rules import (
    Budget,
    Compound,
    Declared,
    Selector,
    Style,
    declarations,
    declared,
    selectors_of,
)

_SHEET_LARGEST = 200_000
"""characters of all style sheets"""
_INLINE_LARGEST = 300_000
"""characters of all style attributes that differ"""
_COMPOUNDS_MOST = 5_000
_STEPS_MADE_MOST = 50_000
"""steps of selectors of rules inside of rules, and selectors of their blocks: ordinary mail nests hardly at all"""
_CHECKS_MOST = 80_000
_MERGED_MOST = 200_000
_DEEPEST = 6
_WORKED_MOST = 200_000
"""letters of long values, over all elements"""
_EVERYWHERE = frozenset(("layer", "supports", "container", "scope", "document", "-moz-document"))
_FOR_CERTAIN = frozenset(("layer",))

Hides = Callable[[Style], bool]


@dataclass(slots=True)
class Family:
    """What the children of one element have to know: bits matched by ancestors, by the parent, by elder siblings."""

    ancestors: int = 0
    parent: int = 0
    elder: int = 0
    elders: int = 0
    count: int = 0


@dataclass(slots=True)
class Sheets:
    """Rules that say something about what a reader sees."""

    hides: Hides
    variables: Style = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    """variables that are set in more than one way"""
    too_much: bool = False
    """more than we look at: what is hidden cannot be told for sure"""
    _budget: Budget = field(default_factory=lambda: Budget(_STEPS_MADE_MOST))
    _size: int = 0
    _worked: int = 0
    _rules: list[Declared] = field(default_factory=list)
    _compounds: list[Compound] = field(default_factory=list)
    _first: int = 0
    _after: dict[str, int] = field(default_factory=lambda: {" ": 0, ">": 0, "+": 0, "~": 0})
    _last: dict[int, tuple[tuple[int, int, int], int]] = field(default_factory=dict)
    _last_bits: int = 0
    _by_tag: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, int] = field(default_factory=dict)
    _by_class: dict[str, int] = field(default_factory=dict)
    _by_attribute: dict[str, int] = field(default_factory=dict)
    _any_attribute: int = 0
    _any_tag: int = 0
    _any_name: int = 0
    _any_class: int = 0
    _to_check: int = 0
    _checks: int = 0
    _merged_count: int = 0
    _inline: dict[str, Declared] = field(default_factory=dict)
    _inline_size: int = 0
    _merged: dict[int, tuple[Style, Style]] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------ reading

    def add(self, css: str) -> None:
        room = _SHEET_LARGEST - self._size
        if len(css) > room:
            self.too_much = True
        self._size += len(css)
        self._read(
            tinycss2.parse_stylesheet(css[: max(0, room)], skip_comments=True, skip_whitespace=True), (), True, 0
        )
        self.too_much = self.too_much or self._budget.too_much

    def set_variables(self, variables: Style) -> None:
        """Of one that is set in two ways nobody knows which holds where it is used."""
        for name, value in variables.items():
            if self.variables.setdefault(name, value) != value:
                self.unsure.add(name)

    def affords(self, style: Style) -> bool:
        """May these values be worked out for one more element? Long ones cost, and so do variables."""
        self._worked += sum(max(0, len(value) - 100) + 20 * value.count("var(") for value in style.values())
        if self._worked > _WORKED_MOST:
            self.too_much = True
        return self._worked <= _WORKED_MOST

    def _read(self, nodes: list[Any], around: tuple[Selector, ...], sure: bool, depth: int) -> None:
        for node in nodes:
            if node.type == "qualified-rule":
                self._read_rule(node, around, sure, depth)
            elif node.type == "at-rule" and node.content is not None:
                if depth >= _DEEPEST:
                    self.too_much = True
                    continue
                name = node.lower_at_keyword
                if name == "media" and not holds(node.prelude):
                    continue
                if name != "media" and name not in _EVERYWHERE:
                    continue
                certain = sure and (name == "media" or name in _FOR_CERTAIN)
                inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                if around and self._budget.take(len(around)):
                    self._keep(around, declarations(inner), certain)
                self._read(inner, around, certain, depth + 1)

    def _read_rule(self, node: Any, around: tuple[Selector, ...], sure: bool, depth: int) -> None:
        selectors = selectors_of(node.prelude, around, self._budget)
        if not selectors:
            return
        inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        self._keep(selectors, declarations(inner), sure)
        nested = [one for one in inner if one.type != "declaration"]
        if depth < _DEEPEST:
            self._read(nested, selectors, sure, depth + 1)
        elif nested:
            self.too_much = True

    def _keep(self, selectors: tuple[Selector, ...], style: Declared, sure: bool) -> None:
        self.set_variables(style.variables)
        if not (style.normal or style.important):
            return
        hides = self.hides({**style.normal, **style.important})
        number = len(self._rules)
        self._rules.append(style)
        for selector in selectors:
            # a rule that holds only perhaps may hide, for that is reported; it never shows what another rule hides
            if (sure and selector.sure) or hides:
                if len(self._compounds) + len(selector.steps) > _COMPOUNDS_MOST:
                    self.too_much = True
                    return
                self._place(selector, number)

    def _place(self, selector: Selector, rule: int) -> None:
        for position, (combinator, compound) in enumerate(selector.steps):
            bit = 1 << len(self._compounds)
            self._compounds.append(compound)
            if position:
                self._after[combinator] |= bit
            else:
                self._first |= bit
            self._index(compound, bit)
        self._last_bits |= bit
        self._last[len(self._compounds) - 1] = (selector.weight, rule)

    def _index(self, compound: Compound, bit: int) -> None:
        if compound.tag:
            self._by_tag[compound.tag] = self._by_tag.get(compound.tag, 0) | bit
        else:
            self._any_tag |= bit
        if compound.names:
            self._by_name[compound.names[0]] = self._by_name.get(compound.names[0], 0) | bit
        else:
            self._any_name |= bit
        if compound.classes:
            self._by_class[compound.classes[0]] = self._by_class.get(compound.classes[0], 0) | bit
        else:
            self._any_class |= bit
        if compound.attributes:
            first = compound.attributes[0][0]
            self._by_attribute[first] = self._by_attribute.get(first, 0) | bit
        else:
            self._any_attribute |= bit
        alone = Compound(compound.tag, compound.names[:1], compound.classes[:1], nested=compound.nested)
        if compound != alone:
            self._to_check |= bit

    # ------------------------------------------------------------------------------------------ matching

    def inline(self, style: str) -> Declared:
        """What a style attribute says. One that came before costs nothing."""
        if (known := self._inline.get(style)) is not None:
            return known
        self._inline_size += len(style)
        if self._inline_size > _INLINE_LARGEST:
            self.too_much = True
            return Declared({}, {}, {})
        self._inline[style] = found = declared(style)
        return found

    def __bool__(self) -> bool:
        return bool(self._compounds)

    def step(self, node: Any, tag: str, family: Family) -> tuple[tuple[Style, Style], Family]:
        """What the rules say of the next child of a family, ordinary and !important, and the family it opens."""
        family.count += 1
        name = (node.get("id") or "").lower()
        classes = frozenset((node.get("class") or "").lower().split())
        able = (self._any_tag | self._by_tag.get(tag, 0)) & (self._any_name | self._by_name.get(name, 0))
        of_class = self._any_class
        for one in classes:
            of_class |= self._by_class.get(one, 0)
        of_attribute = self._any_attribute
        if self._by_attribute:
            for one in node.keys():  # noqa: SIM118
                of_attribute |= self._by_attribute.get(one, 0)
        after = self._after
        able &= of_class & of_attribute
        able &= (
            self._first
            | (family.ancestors << 1) & after[" "]
            | (family.parent << 1) & after[">"]
            | (family.elder << 1) & after["+"]
            | (family.elders << 1) & after["~"]
        )
        unsure = able & self._to_check
        if self._checks > _CHECKS_MOST:
            able, unsure = able ^ unsure, 0
        while unsure:
            bit = unsure & -unsure
            unsure ^= bit
            if not self._fits(self._compounds[bit.bit_length() - 1], node, tag, name, classes, family.count):
                able ^= bit
        family.elder = able
        family.elders |= able
        return self._style(able & self._last_bits), Family(family.ancestors | able, able)

    def _fits(self, compound: Compound, node: Any, tag: str, name: str, classes: frozenset[str], place: int) -> bool:
        self._checks += 1 + sum(len(node.get(attribute[0]) or "") for attribute in compound.attributes) // 50
        if self._checks > _CHECKS_MOST:
            self.too_much = True
            return False
        return (
            (not compound.tag or compound.tag == tag)
            and all(one == name for one in compound.names)
            and classes.issuperset(compound.classes)
            and all(_has(node, *attribute) for attribute in compound.attributes)
            and all(_is_at(place, *nth) for nth in compound.places)
            and (not compound.is_last or _is_last(node))
            and not any(self._fits(one, node, tag, name, classes, place) for group in compound.denied for one in group)
            and all(any(self._fits(one, node, tag, name, classes, place) for one in group) for group in compound.one_of)
        )

    def _style(self, ends: int) -> tuple[Style, Style]:
        if not ends:
            return _NOTHING
        if (known := self._merged.get(ends)) is not None:
            return known
        found: list[tuple[tuple[int, int, int], int]] = []
        rest = ends
        while rest:
            bit = rest & -rest
            rest ^= bit
            found.append(self._last[bit.bit_length() - 1])
            self._merged_count += 1
            if self._merged_count > _MERGED_MOST:
                self.too_much = True
                return _NOTHING
        normal: Style = {}
        important: Style = {}
        for _, rule in sorted(found):
            normal |= self._rules[rule].normal
            important |= self._rules[rule].important
        if len(self._merged) < 5000:
            self._merged[ends] = normal, important
        return normal, important


_NOTHING: tuple[Style, Style] = ({}, {})


def _is_at(place: int, step: int, offset: int) -> bool:
    if not step:
        return place == offset
    return (place - offset) % step == 0 and (place - offset) // step >= 0


def _is_last(node: Any) -> bool:
    following = node.getnext()
    while following is not None and not isinstance(following.tag, str):
        following = following.getnext()
    return following is None


def _has(node: Any, name: str, operator: str, value: str) -> bool:
    written = node.get(name)
    if written is None:
        return False
    written = written.lower()
    match operator:
        case "=":
            return bool(written == value)
        case "~=":
            return value in written.split()
        case "|=":
            return bool(written == value or written.startswith(f"{value}-"))
        case "^=":
            return bool(value) and bool(written.startswith(value))
        case "$=":
            return bool(value) and bool(written.endswith(value))
        case "*=":
            return bool(value) and value in written
    return True
