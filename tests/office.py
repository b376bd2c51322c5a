"""LibreOffice filling in forms as a person would. Run by Debian's own Python, which LibreOffice can talk to.

Usage: office.py PROFILE JOBS   where JOBS is JSON: [{file, answers: {place: text}, to}, ...]; the place of a field is its
number among the controls of the document, from 0. Prints how many controls each
file has, as JSON.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = f"ssr-forms-{os.getpid()}"  # of this run alone, whoever else has a LibreOffice open
PATIENCE = 120


def controls(text: Any) -> Iterator[Any]:
    """What there is to fill in in a text, in its order, in tables too; plain text is an input field to LibreOffice."""
    for block in _each(text):
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.getCellNames():
                yield from controls(block.getCellByName(name))
        else:
            for portion in _each(block):
                if portion.TextPortionType == "ContentControl":
                    yield portion.ContentControl
                elif portion.TextPortionType == "TextField" and hasattr(portion.TextField, "Content"):
                    yield portion.TextField


def _each(holder: Any) -> Iterator[Any]:
    found = holder.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def connected(profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    accept = f"--accept=pipe,name={PIPE};urp;"
    office = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore", accept],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(PATIENCE * 4):
        try:
            context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return office, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.25)
    office.kill()
    raise TimeoutError("LibreOffice did not start")


def _property(name: str, value: Any) -> Any:
    return PropertyValue(Name=name, Value=value)


def put(control: Any, text: str) -> None:
    if hasattr(control, "Content"):
        control.Content = text
    else:
        control.setPropertyValue("ShowingPlaceHolder", False)
        for portion in list(_each(control)):
            portion.setString("")
        control.setString(text)


def filled(desktop: Any, file: str, answers: dict[str, str], to: str) -> int:
    document = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, (_property("Hidden", True),))
    found = list(controls(document.Text))
    for place, text in answers.items():
        put(found[int(place)], text)
    document.storeToURL(Path(to).as_uri(), (_property("FilterName", "Office Open XML Text"),))
    document.close(True)
    return len(found)


office, desktop = connected(sys.argv[1])
try:
    sys.stdout.write(json.dumps([filled(desktop, **job) for job in json.loads(sys.argv[2])]))
finally:
    try:
        desktop.terminate()
    finally:
        office.wait(60)
