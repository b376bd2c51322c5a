"""Lines of YAML for programs to read back: every text in quotes, so that no reader takes it for something else.

Not for what people write on: see `authoring.yaml_lines`.
"""

import json


def quoted_line(name: str, value: object) -> str:
    """A property with what it holds, on one line."""
    return f"{name}: {json.dumps(value, ensure_ascii=False)}"
