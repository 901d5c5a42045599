"""The table that the benchmarks print."""

from dataclasses import dataclass

_FORM = "{:<50} {:>8} {:>8}  {:<14} {:<14} {}"
HEAD = _FORM.format("what", "ours, s", "peer, s", "result", "target", "")


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our CPU seconds as a multiple of a peer's; `target` is the most it should be, `limit` the most it may ever be."""

    what: str
    ours: float
    peer: float
    target: float
    limit: float | None = None

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ours <= self.target * self.peer

    def __str__(self) -> str:
        aim = f"≤ {self.target:g} ×" + (f" (limit {self.limit:g})" if self.limit else "")
        return _line(self.what, (self.ours, self.peer), f"{self.ours / self.peer:.2f} ×", aim, met=self.met)


@dataclass(frozen=True, slots=True)
class Beyond:
    """Our CPU seconds beyond a floor that no program of this kind can go below."""

    what: str
    ours: float
    floor: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ours - self.floor <= self.target

    def __str__(self) -> str:
        result = f"+{self.ours - self.floor:.3f} s"
        return _line(self.what, (self.ours, self.floor), result, f"≤ +{self.target:g} s", met=self.met)


@dataclass(frozen=True, slots=True)
class Below:
    """An amount that has a bound of its own."""

    what: str
    amount: float
    target: float

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.amount <= self.target

    def __str__(self) -> str:
        result = f"{self.amount:.2f}"
        return _FORM.format(self.what, "", "", result, f"≤ {self.target:g}", "" if self.met else "missed")


Row = Ratio | Beyond | Below


def _line(what: str, seconds: tuple[float, float], result: str, target: str, *, met: bool) -> str:
    return _FORM.format(what, f"{seconds[0]:.3f}", f"{seconds[1]:.3f}", result, target, "" if met else "missed")
