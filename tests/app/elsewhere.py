"""An executor that sends everything there and back as bytes, as the workers of a cluster need it."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.app.packs.building import BuildRequest, build
from pipeline.app.sources.opening import open_workspace
from pipeline.store.cache import Cache
from tests.app.small import Small

Item = TypeVar("Item")
Result = TypeVar("Result")


class Elsewhere:
    """Does one item after the other; `done` names what was done."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        for item in items:
            self.done.append(work.__name__)  # type: ignore[attr-defined]
            result: Result = pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(item)))))  # noqa: S301 - our own
            yield result


def built_elsewhere(small: Small, session: str) -> list[str]:
    """Build a pack from nothing, and tell what was done elsewhere."""
    opened, workers = open_workspace(small.root), Elsewhere()
    build(opened, BuildRequest((session,), workers=workers), Cache(small.root, enabled=False), lambda _: None)
    return workers.done
