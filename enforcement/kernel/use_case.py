"""The threshold of every action: it may check, name and record, and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork

Given = ParamSpec("Given")
Result_co = TypeVar("Result_co", covariant=True)


class Door(Protocol, Generic[Given, Result_co]):
    permission: Permission
    verb: str
    __name__: str

    def __call__(self, work: UnitOfWork, /, *args: Given.args, **kwargs: Given.kwargs) -> Result_co: ...


def use_case(
    permission: Permission, *, verb: str
) -> Callable[[Callable[Concatenate[UnitOfWork, Given], Result_co]], Door[Given, Result_co]]:
    """Declare a door: who may pass, and the word the journal keeps."""

    def declare(action: Callable[Concatenate[UnitOfWork, Given], Result_co]) -> Door[Given, Result_co]:
        @wraps(action)
        def threshold(work: UnitOfWork, /, *args: Given.args, **kwargs: Given.kwargs) -> Result_co:
            if not work.actor.may(permission):
                raise NotAllowed("您的岗位没有办理此事项的权限。", basis="办、审、定分离；《行政处罚法》第五十八条")
            work.enter()
            result = action(work, *args, **kwargs)
            work.leave(verb)
            return result

        door = cast("Door[Given, Result_co]", threshold)
        door.permission, door.verb = permission, verb
        return door

    return declare
