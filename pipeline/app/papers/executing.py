"""Where files are rendered: on this machine, or on the workers of a cluster. It changes nothing in them.

What is done for each item must be a function of a module, and the items values that can be sent: no open files, no
cache, no repository. Results come in the order of the items, whoever is ready first.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from pipeline.model.finding import EnvironmentProblem
from pipeline.store.versions import code_fingerprint, tool_versions

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")
CONNECT_SECONDS = 5
_HARMLESS = "Sending large graph"  # what is sent is a paper with its pictures and fonts: it is as large as it is


class Executor(Protocol):
    """Does the same for each of several items, some of them at a time."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What `work` gives for each item, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """This machine, `jobs` items at a time.

    Threads wait for processes here: each PDF file is made by a child of its own (`pipeline.formats.typst`). A pool of
    Python processes would have to load all libraries again in each.
    """

    jobs: int = 2

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What `work` gives for each item, in their order."""
        with ThreadPoolExecutor(max_workers=max(1, self.jobs)) as pool:
            yield from pool.map(work, items)


HERE = Local()


class _Stamp(NamedTuple):
    """What shapes the bytes of an output: equal stamps, equal files."""

    code: str
    versions: dict[str, str]


class _Stranger(NamedTuple):
    """A worker that would make other bytes, and what differs there."""

    differs: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a dask scheduler; each proves with every item that it has our code and our versions."""

    client: "Client"

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What `work` gives for each item, in their order.

        Raises:
            EnvironmentProblem: a worker has other code or libraries, or was lost for good.
        """
        stamp = _stamp()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=_HARMLESS)
            futures = [self.client.submit(_there, stamp, work, item, pure=False) for item in items]
        try:
            for future in futures:
                yield self._result(future.result)
        finally:
            self.client.cancel(futures)

    def _result(self, wait: Callable[[], Result | _Stranger]) -> Result:
        from distributed import CancelledError, KilledWorker

        try:
            result = wait()
        except (CancelledError, KilledWorker, OSError, TimeoutError) as error:
            raise EnvironmentProblem(
                f"the cluster lost what it was making: {error}", "look at its workers, or build without --cluster"
            ) from error
        if isinstance(result, _Stranger):
            raise EnvironmentProblem(
                f"a worker of the cluster would make other files: {result.differs}",
                "install there what is installed here, from the same constraints.txt, and start its workers again",
            )
        return result


def _there(stamp: _Stamp, work: Callable[[Item], Result], item: Item) -> Result | _Stranger:
    """On a worker: do it, unless it would come out otherwise than here."""
    ours = _stamp()
    if ours == stamp:
        return work(item)
    names = sorted({*stamp.versions, *ours.versions})
    differing = [
        f"{name} is {ours.versions.get(name)}, not {stamp.versions.get(name)}"
        for name in names
        if ours.versions.get(name) != stamp.versions.get(name)
    ]
    return _Stranger(", ".join(differing) or "its hlcp is of another version")


def _stamp() -> _Stamp:
    return _Stamp(code_fingerprint(), tool_versions())


@contextmanager
def executor(jobs: int, cluster: str = "") -> Iterator[Executor]:
    """What renders: this machine, or the cluster whose scheduler has this address.

    Args:
        jobs: how many files are rendered at a time here.
        cluster: such as `tcp://10.0.0.5:8786`; "" for this machine. Certificates come from dask's own settings.

    Raises:
        EnvironmentProblem: the library is missing, or there is no scheduler, or it has no workers.
    """
    if not cluster:
        yield Local(jobs)
        return
    client = _client(cluster)
    try:
        if not client.nthreads():
            raise EnvironmentProblem(f"the cluster at {cluster} has no workers", f"start some: dask worker {cluster}")
        yield Cluster(client)
    finally:
        client.close()


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentProblem(
            "rendering on a cluster needs the library distributed",
            "pip install 'hlcp-pipeline[cluster]' here and on each machine of the cluster",
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EnvironmentProblem(
            f"no scheduler answers at {address}", "start one with `dask scheduler`, and use the address that it prints"
        ) from error
