"""Plots, drawn by matplotlib as SVG: in the font of the papers, without date or random names, always the same bytes.

Bars differ in hatching as well as in grey, because papers are printed in black and white.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans", "font.size": 10, "hatch.linewidth": 0.6, "svg.fonttype": "none",
    "svg.hashsalt": "hlcp",
}  # fmt: skip
_BARS = (("#4d4d4d", ""), ("#d9d9d9", "//"), ("#ffffff", ""), ("#8c8c8c", "xx"))
_HEAD = re.compile(rb"\A.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(rb"\s*<metadata>.*?</metadata>", re.DOTALL)


def bars(groups: Sequence[tuple[str, Sequence[float]]], series: Sequence[str], axis: str) -> bytes:
    """Lying bars: a group for each name, in it a bar for each of the series, from top to bottom.

    Args:
        groups: names and values, one for each of the series, in per cent.
        series: what the bars of a group stand for.
        axis: what the values are.
    """
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(6.3, 0.7 + 0.24 * len(series) * len(groups) + 0.25 * len(groups)))
        axes = figure.subplots()
        _draw(axes, groups, series)
        axes.set_xlabel(axis)
        figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=len(series), frameon=False)
        figure.set_layout_engine("constrained")
        out = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return _METADATA.sub(b"", _HEAD.sub(b"", out.getvalue())).replace(b"DejaVu Sans", b"Libertinus Serif")


def _draw(axes: "Axes", groups: Sequence[tuple[str, Sequence[float]]], series: Sequence[str]) -> None:
    step = 0.8 / len(series)
    for index, name in enumerate(series):
        grey, hatch = _BARS[index % len(_BARS)]
        places = [group + (index - (len(series) - 1) / 2) * step for group in range(len(groups))]
        values = [numbers[index] for _, numbers in groups]
        drawn = axes.barh(places, values, step, label=name, color=grey, hatch=hatch, edgecolor="black", linewidth=0.6)
        axes.bar_label(drawn, fmt="%.0f", padding=3, fontsize=9)
    axes.set_yticks(range(len(groups)), [name for name, _ in groups])
    axes.invert_yaxis()
    axes.set_xlim(0, 112)
    axes.set_xticks(range(0, 101, 20))
    axes.spines[["top", "right"]].set_visible(False)
