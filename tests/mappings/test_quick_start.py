"""The command line imports the mappings: heavy libraries wait until they are used."""

import subprocess
import sys


def test_importing_the_stages_loads_no_heavy_library() -> None:
    code = (
        "import sys, mappings.text, mappings.tagging, mappings.grouping, mappings.drafting\n"
        "print([m for m in ('eldc','sentencex','simplemma','yaml','marshmallow','numpy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_command_line_starts_without_them() -> None:
    code = "import sys, sidecar.cli\nprint([m for m in ('eldc', 'sentencex', 'simplemma', 'numpy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
