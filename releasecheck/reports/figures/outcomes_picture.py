"""Each measure of ours as a dot and the published figure as a line, on one scale from none to all."""

from __future__ import annotations

import re

from releasecheck.formats.charts import WIDTH, Box, Dot, Label, Picture
from releasecheck.formats.tables import Tables

_ROW = 40
_TRACK = 26
"""From the top of a row to its scale; the words stand above it."""


def beside_picture(report: Tables) -> Picture | None:
    """The measures that somebody published a figure for; None where there is none of them."""
    rows = [
        (str(row["measure"]), str(row["share"] or "nothing counted"), str(row["published"]))
        for table in report.tables
        if table.name == "measures"
        for row in table.objects()
        if row["published"]
    ]
    if not rows:
        return None
    boxes, dots, labels, said = [], [], [], []
    for n, (title, ours, published) in enumerate(rows):
        top = n * _ROW
        figure = re.sub(r" \(.*", "", published)
        labels += [Label(0, top + 13, title), Label(WIDTH, top + 13, f"{ours} / {figure}", "end")]
        boxes.append(Box(0, top + _TRACK, WIDTH, 1, "axis"))
        if (there := per_cent(published)) is not None:
            boxes.append(Box(round(there / 100 * (WIDTH - 1), 1), top + _TRACK - 8, 1, 17, "published"))
        if (here := per_cent(ours)) is not None:
            dots.append(Dot(round(here / 100 * WIDTH, 1), top + _TRACK + 0.5, 5, "published"))
        said.append(f"{title} {ours}, published {published}")
    return Picture(
        name="beside",
        title="Ours as a dot, the published figure as a line, from none on the left to all on the right",
        said=f"{'; '.join(said)}.",
        height=len(rows) * _ROW,
        boxes=tuple(boxes),
        labels=tuple(labels),
        dots=tuple(dots),
    )


def per_cent(words: str) -> float | None:
    """42.5% and 4 in 10 as a number, about half as fifty; None of what names no share."""
    if found := re.match(r"([\d.]+)%", words):
        return float(found[1])
    if found := re.match(r"(\d+) in (\d+)", words):
        return 100 * int(found[1]) / int(found[2])
    return 50.0 if re.match(r"(just under|about) half", words) else None
