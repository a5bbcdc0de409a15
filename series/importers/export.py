from series.importers import Imported


def read_export(source: str) -> Imported:
    raise NotImplementedError
