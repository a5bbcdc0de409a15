"""Pages of the list that cost the same however many installments there are: an index is walked for the
numbers of one page's rows, and only those rows are read."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.http import HttpRequest

from editorial.models import Docket, Listed
from series.models import Installment

from . import listing, menus

FEW = 500  # texts that a search has found


class Numbers(Paginator):
    """Pages of primary keys whose number may be known beforehand."""

    def __init__(self, keys: QuerySet[Any], size: int, known: int | None) -> None:
        super().__init__(keys, size)
        if known is not None:
            self.count = known


class Pages(ChangeList):
    """One page of the list, with all that the columns show."""

    @cached_property
    def stages(self) -> Counter[str]:
        """How many there are at each stage. One query."""
        return listing.stages()

    @cached_property
    def found(self) -> tuple[int, list[int]]:
        """How many texts have the words, and which: the first of them, where they are many. One query."""
        rows = Listed.objects.filter(listing.with_words(self.query, within=""))
        numbered = rows.annotate(n=Window(Count("*"))).values_list("docket", "n")[:FEW]
        keys = list(numbered)
        return (keys[0][1] if keys else 0), [docket for docket, _ in keys]

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Titles are put in order by themselves: what comes after them would have to be read with each."""
        order: list[Any] = super().get_ordering(request, queryset)
        return [order[0], "-pk"] if order[0] in ("title", "-title") else order

    def get_results(self, request: HttpRequest) -> None:
        """As in the stock admin, without the rows of other pages."""
        self.paginator = Numbers(self._keys(request), self.list_per_page, self._known())
        try:
            keys = list(self.paginator.page(self.page_num).object_list)
        except InvalidPage:
            raise IncorrectLookupParameters from None
        rows = listing.rows(Installment.objects.filter(pk__in=keys, docket__isnull=False), request.user)
        self.result_list = rows.order_by(*self.queryset.query.order_by)
        self.result_count, self.full_result_count = self.paginator.count, None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = bool(self.result_count)
        self.multi_page = self.result_count > self.list_per_page

    def _keys(self, request: HttpRequest) -> QuerySet[Any]:
        """The numbers of all that is listed, in order: of dockets alone, whose index has the list's own."""
        dockets = Docket.objects.filter(self._wanted(request))
        if ORDER_VAR not in self.params:
            ordered = dockets.order_by("rank", "soonest", "-installment_id")
            return ordered.values_list("installment_id", flat=True)
        rows = Installment.objects.order_by(*self.queryset.query.order_by)
        if dockets.query.where:
            rows = rows.filter(docket__in=dockets)
        return rows.values_list("pk", flat=True)

    def _wanted(self, request: HttpRequest) -> Q:
        """The dockets that the filters and the search leave."""
        wanted = self._has_words() if self.query else Q()
        for each in self.filter_specs:
            assert isinstance(each, menus.Narrowing)
            wanted &= each.wanted(request)
        return wanted

    def _has_words(self) -> Q:
        """Few are named; many are met soon on the way through the index that has the list's order."""
        number, keys = self.found
        return Q(pk__in=keys) if number <= FEW else listing.with_words(self.query)

    def _known(self) -> int | None:
        """How many there are, where nothing but a stage or a search narrows them."""
        narrowed = set(self.params) - {ORDER_VAR, SEARCH_VAR}
        if self.query:
            return None if narrowed else self.found[0]
        if narrowed - {"stage"}:
            return None
        stage = self.params.get("stage", "")
        return self.stages[stage] if stage else sum(self.stages.values())
