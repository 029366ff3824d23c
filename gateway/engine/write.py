"""Writes the functions that turn rows, or the value of a resolver, into the plain data of the answer.

What it writes is Python source over tuples: no resolver, info or promise a field. Each selection has a function for
either way of reading: level by level, where what hangs below is found by its key, and at once, where it stands in the
row itself.
"""

from __future__ import annotations

from gateway.engine.declared import Shape
from gateway.engine.plan import Answered, Function, View
from gateway.engine.writer import Writer


def by_levels(view: View) -> Function:
    """The function of a selection whose levels are read one by one."""
    if view.by_levels is None:
        view.by_levels = _of_view(view, at_once=False)
    return view.by_levels


def at_once(view: View) -> Function:
    """The function of a selection whose rows hold what hangs below them."""
    if view.at_once is None:
        view.at_once = _of_view(view, at_once=True)
    return view.at_once


def of_answer(answered: Answered) -> Function:
    """The function of a resolver's value."""
    if answered.written is None:
        assert answered.body is not None, "a plan is written when it is whole"
        writer = Writer(answered.below)
        answered.written = writer.function([f"    def build(value): return {writer.write(answered.body)}"])
    return answered.written


def _of_view(view: View, *, at_once: bool) -> Function:
    writer = Writer(view.below, view.level, at_once=at_once)
    item, row = writer.write(view.body), writer.row
    match view.level.shape:
        case Shape.PAGE:
            build = [
                "    def build(rows, total=0):",
                "        more = len(rows) > first",
                "        if more: rows = rows[:first]",
                f"        return {item}",
            ]
        case Shape.ONE if at_once:
            build = [f"    def build(rows): return next(iter([{item} for {row} in rows]), None)"]
        case Shape.ONE:
            kept = "_key.bytes" if view.level.is_by_bytes else "_key"
            build = [f"    def build(rows): return {{{kept}: {item} for {row} in {writer.rows}}}"]
        case Shape.LIST if at_once:
            build = [f"    def build(rows): return [{item} for {row} in rows]"]
        case _:
            # The rows of a parent follow one another: a key is looked up once for all of them.
            build = [
                "    def build(rows, lists):",
                "        last = lists",
                f"        for {row} in {writer.rows}:",
                "            if _key != last:",
                "                last, add = _key, lists[_key].append",
                f"            add({item})",
            ]
    return writer.function(build)
