"""Pages of the list that cost the same however many installments there are: an index is walked for the
numbers of one page's rows, and only those rows are read."""

from collections import Counter
from functools import cached_property

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from editorial.models import Docket
from series.models import Installment

from . import listing


class Numbers(Paginator):
    """Pages of primary keys whose number may be known beforehand."""

    def __init__(self, keys: QuerySet[Docket | Installment], size: int, known: int | None) -> None:
        super().__init__(keys, size)
        if known is not None:
            self.count = known


class Listed(ChangeList):
    """One page of the list, with all that the columns show."""

    @cached_property
    def stages(self) -> Counter[str]:
        """How many there are at each stage. One query."""
        return listing.stages()

    def get_results(self, request: HttpRequest) -> None:
        """As in the stock admin, without the rows of other pages."""
        self.paginator = self._by_index() or Numbers(
            self.queryset.values_list("pk", flat=True), self.list_per_page, self._known()
        )
        try:
            keys = list(self.paginator.page(self.page_num).object_list)
        except InvalidPage:
            raise IncorrectLookupParameters from None
        rows = listing.rows(Installment.objects.filter(pk__in=keys), request.user)
        self.result_list = rows.order_by(*self.queryset.query.order_by)
        self.result_count, self.full_result_count = self.paginator.count, None
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = bool(self.result_count)
        self.multi_page = self.result_count > self.list_per_page

    def _by_index(self) -> Numbers | None:
        """Everything, or one stage: an index has it, counted and in order."""
        if self.query or set(self.params) - {"stage"}:
            return None
        dockets = Docket.objects.order_by("rank", "soonest", "-installment_id")
        stage = self.params.get("stage", "")
        if stage:
            dockets = dockets.filter(listing.at_stage(stage, docket=""))
        return Numbers(dockets.values_list("installment_id", flat=True), self.list_per_page, self._known())

    def _known(self) -> int | None:
        """How many there are, where nothing but a stage narrows them."""
        if self.query or set(self.params) - {"stage", ORDER_VAR}:
            return None
        stage = self.params.get("stage", "")
        return self.stages[stage] if stage else sum(self.stages.values())
