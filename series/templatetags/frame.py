"""What many pages have in common is rendered once in a process, not once for each page."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix

register = template.Library()
MOST = 1_000  # renderings of one part; then it begins again


@register.tag
def once(parser: Parser, token: Token) -> "Once":
    """`{% once card level %}…{% endonce %}`: depends on nothing but these values, which never change."""
    depends = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodes = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodes, depends)


class Once(Node):
    """A part of a template with its renderings, by the values that it depends on."""

    def __init__(self, nodelist: NodeList, depends: list[FilterExpression]) -> None:
        self.nodelist, self._depends = nodelist, depends
        self._made: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        key = get_script_prefix(), *(each.resolve(context, ignore_failures=True) for each in self._depends)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[key] = self.nodelist.render(context)
        return found
