"""A query that is put together once gives what Django's own gives."""

import pytest

from series.models import Installment
from series.prepared import Prepared
from tests.series.test_writing import three, written

LIGHT = Prepared(
    lambda installment: (
        Installment.objects.filter(pk=installment).select_related("series", "cover").defer("introduction")
    ),
    installment=int,
)


def test_objects_come_with_what_is_selected_and_without_what_is_not(db, django_assert_num_queries):
    row, _ = written(three())

    for _ in range(2):
        with django_assert_num_queries(1):
            (found,) = LIGHT.objects(installment=row.pk)
            assert (found.series.title, found.cover, found.topics) == (row.series.title, None, ["Tides"])

    with django_assert_num_queries(1):
        assert found.introduction == ""


@pytest.mark.parametrize("number", [0, -1])
def test_nothing_is_found_where_there_is_nothing(db, number):
    assert LIGHT.objects(installment=number) == []
