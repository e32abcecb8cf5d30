"""What the pages need of the composition root, so that the web kit does not import it."""

from contextlib import AbstractContextManager
from typing import Protocol

from enforcement.kernel.identity import Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.settings import Settings


class WebRuntime(Protocol):
    @property
    def settings(self) -> Settings: ...

    def open(self, actor: Actor, *, reading: bool = False) -> UnitOfWork: ...

    def work(self, actor: Actor, *, reading: bool = False) -> AbstractContextManager[UnitOfWork]: ...

    def sign_in(self, *, login: str, password: str) -> str | None: ...

    def sign_out(self, actor: Actor, *, token: str) -> None: ...

    def actor_of_token(self, token: str) -> Actor | None: ...

    def record_refusal(self, actor: Actor, *, address: str, reason: str) -> None: ...
