#!/usr/bin/env python3
"""Django's command line for Stet."""

import os
import sys


def main() -> None:
    """Run a command. `lint` runs without Django: see editorial/lint.py."""
    if sys.argv[1:2] == ["lint"]:
        from editorial.lint import main as lint

        raise SystemExit(lint(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
