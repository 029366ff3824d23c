"""What a tab, a column and a computed field are: stated once, read by graphql-core and by the plan.

`tab`, `page` and `link` put rows on a type, `column` and `computed` the values of one row, `answered` a root field
that a resolver answers. Each carries its permission, and each is a strawberry field with the fallback resolver.

`withheld=("restricted", Permission.ORDER_RESTRICTED)` on a field of a row: where that column of the row is true, the
field is null with FORBIDDEN for whoever lacks the permission. The field is nullable, and the row stays.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
import strawberry
from strawberry.types import Info

from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.connections import After, First
from gateway.engine.declared import (
    AMBIENT,
    METADATA,
    PAGE,
    PAGING,
    AnsweredField,
    ColumnField,
    ComputedField,
    Declared,
    Key,
    Narrowing,
    Shape,
    Tab,
    TabField,
    Withholding,
)
from gateway.engine.denial import require
from gateway.engine.signatures import with_arguments
from gateway.engine.statements import order_columns

# Whoever declares fields needs these too.
__all__ = [
    "Key",
    "Narrowing",
    "Shape",
    "Tab",
    "answered",
    "column",
    "computed",
    "declared_field",
    "find",
    "identity",
    "link",
    "links",
    "page",
    "tab",
]


def tab(
    what: Tab,
    *,
    needs: Permission,
    description: str,
    parent: str | None = "id",
    narrow: Callable[..., Narrowing] | None = None,
    withheld: Withholding | None = None,
) -> Any:
    """The whole list of the parent's rows of `what`: for tabs that stay small. No parent: a root.

    `narrow` turns arguments into conditions, as it does for a `page`.
    """

    async def resolve(root: strawberry.Parent[Any], info: Info, **arguments: Any) -> Any:
        _open(info, root, needs, withheld)
        loader = info.context.loader(
            what, Shape.LIST, rooted=parent is None, narrow=_asked(narrow, info), arguments=arguments
        )
        return await loader.load("" if parent is None else _of(root, parent))

    return declared_field(
        with_arguments(resolve, narrow),
        TabField(what, Shape.LIST, needs, parent, narrow, withheld=withheld),
        description,
    )


def page(
    what: Tab,
    *,
    needs: Permission,
    description: str,
    parent: str | None = "id",
    narrow: Callable[..., Narrowing] | None = None,
    withheld: Withholding | None = None,
) -> Any:
    """Pages of the parent's rows of `what`: for tabs that grow.

    `narrow` turns further arguments into conditions, which stand instead of the tab's default ones: so it is told
    of all of them. It is not asked where the document gives none.
    """
    for term, _ in order_columns(what.order):
        assert term is what.c.get(getattr(term, "name", "")), f"{what.name} is ordered by what is no column"
        assert not (isinstance(what.source, sa.Table) and term.nullable), f"{what.name} is ordered by nulls"

    async def resolve(
        root: strawberry.Parent[Any], info: Info, first: First = PAGE, after: After = None, **arguments: Any
    ) -> Any:
        _open(info, root, needs, withheld)
        loader = info.context.loader(
            what,
            Shape.PAGE,
            rooted=parent is None,
            first=first,
            after=after,
            narrow=_asked(narrow, info),
            arguments=arguments,
        )
        return await loader.load("" if parent is None else _of(root, parent))

    return declared_field(
        with_arguments(resolve, narrow),
        TabField(what, Shape.PAGE, needs, parent, narrow, withheld=withheld),
        description,
    )


def link(
    what: Tab, *, needs: Permission, description: str, parent: str, withheld: Withholding | None = None
) -> Any:
    """The one row of `what` whose key the parent holds in `parent`; null when it holds none, or none that is seen."""

    async def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        _open(info, root, needs, withheld)
        key = _of(root, parent)
        return None if key is None else await info.context.loader(what, Shape.ONE).load(key)

    return declared_field(resolve, TabField(what, Shape.ONE, needs, parent, withheld=withheld), description)


def links(what: Tab, *, needs: Permission, description: str, parent: str) -> Any:
    """The rows of `what` whose keys a plain value holds in the list `parent`, in its order, but for those not seen."""

    async def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        require(info.context, needs)
        found = await info.context.loader(what, Shape.ONE).load_many(list(_of(root, parent)))
        return [row for row in found if row is not None]

    return declared_field(resolve, TabField(what, Shape.ONE, needs, parent, several=True), description)


def find(what: Tab, key_of: Callable[..., Key | None], *, needs: Permission, description: str) -> Any:
    """A root field: the row under the key that `key_of` makes of the arguments; null when none is seen."""

    async def resolve(info: Info, **arguments: Any) -> Any:
        require(info.context, needs)
        key = key_of(**arguments)
        return (
            None
            if key is None
            else await info.context.loader(key.tab, Shape.ONE, rooted=True).load(key.value)
        )

    use = TabField(what, Shape.ONE, needs, None, key_of=key_of)
    return declared_field(with_arguments(resolve, key_of), use, description)


def column(
    name: str,
    convert: Callable[[Any], Any] | None = None,
    *,
    description: str,
    withheld: Withholding | None = None,
) -> Any:
    """A field that is a column under another name, or one turned by `convert`."""

    def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        _open(info, root, None, withheld)
        value = _of(root, name)
        return convert(value) if convert and value is not None else value

    return declared_field(resolve, ColumnField(name, convert, withheld=withheld), description)


def identity(entity: str) -> Any:
    """The global id of a row of `entity`."""
    return column(
        "id", ids.encoder(entity), description="Opaque id, stable for life; resolves through `node`."
    )


def computed(
    rule: Callable[..., Any],
    *columns: str,
    description: str,
    needs: Permission | None = None,
    withheld: Withholding | None = None,
) -> Any:
    """A field that is a pure function of columns of its row, and of the rest that it asks of the request by name.

    The rule may be a class of values: then the field is null where one of the columns is.
    """
    ambient = tuple(inspect.signature(rule).parameters)[len(columns) :]
    assert AMBIENT.issuperset(ambient), f"{rule.__name__} asks for {set(ambient) - AMBIENT}"

    def resolve(root: strawberry.Parent[Any], info: Info) -> Any:
        _open(info, root, needs, withheld)
        given = [_of(root, name) for name in columns]
        if isinstance(rule, type) and None in given:
            return None
        return rule(*given, **{name: info.context.ambient[name] for name in ambient})

    return declared_field(resolve, ComputedField(rule, columns, ambient, needs, withheld), description)


def answered(resolver: Callable[..., Any], *, needs: Permission, description: str) -> Any:
    """A field that `resolver(context, **arguments)` answers with values; what they link to is read as tabs.

    It stands at the root, or on a value that a root field answers once: the resolver is not told where.
    """

    async def resolve(info: Info, **arguments: Any) -> Any:
        require(info.context, needs)
        found = resolver(info.context, **arguments)
        return await found if inspect.isawaitable(found) else found

    return declared_field(
        with_arguments(resolve, resolver, skip=1), AnsweredField(needs, resolver), description
    )


def _open(info: Info, root: Any, needs: Permission | None, withheld: Withholding | None) -> None:
    """Raise FORBIDDEN for whoever may not have the field, or not of this row."""
    if needs is not None:
        require(info.context, needs)
    if withheld is not None and _of(root, withheld[0]):
        require(info.context, withheld[1])


def _asked(narrow: Callable[..., Narrowing] | None, info: Info) -> Callable[..., Narrowing] | None:
    """What narrows a list; None where the document gives none of its arguments."""
    given = {argument.name.value for argument in info._raw_info.field_nodes[0].arguments or ()}
    return None if given <= PAGING else narrow


def _of(root: Any, name: str) -> Any:
    """A value of a row, or of a plain value that is no row."""
    return root[name] if hasattr(root, "keys") else getattr(root, name)


def declared_field(resolver: Callable[..., Any], use: Declared, description: str) -> Any:
    """A strawberry field that carries a declaration, and a resolver for graphql-core."""
    return strawberry.field(resolver=resolver, description=description, metadata={METADATA: use})
