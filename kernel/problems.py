"""A no is an answer: a refusal has a status, a stable code and a sentence in two languages."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A request that the rules turn down; becomes an RFC 9457 problem.

    `code` is stable and meant for programs; `detail` (Indonesian) and `detail_en` are for people
    and say what is wrong, where, and what to do; `members` are further fields of the problem.
    """

    status: ClassVar[int] = 400
    code: str = "refused"

    def __init__(
        self, detail: str, detail_en: str, *, code: str | None = None, **members: Any
    ) -> None:
        super().__init__(detail_en)
        self.detail, self.detail_en, self.members = detail, detail_en, members
        if code is not None:
            self.code = code

    def problem(self) -> dict[str, Any]:
        """The body of an `application/problem+json` answer."""
        return {
            "type": f"urn:pendopo:problem:{self.code}",
            "title": self.code.replace("-", " "),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "detail_en": self.detail_en,
            **self.members,
        }


class Unauthenticated(Refusal):
    """Nobody knows who is asking."""

    status, code = 401, "unauthenticated"


class Forbidden(Refusal):
    """It is known who asks, and they may not."""

    status, code = 403, "forbidden"


class NotFound(Refusal):
    """There is no such thing, or none that the caller may know of."""

    status, code = 404, "not-found"


class Conflict(Refusal):
    """The thing is not in a state in which this can be done."""

    status, code = 409, "conflict"


class StaleVersion(Refusal):
    """Somebody else changed the thing since it was read."""

    status, code = 412, "stale-version"


class TooLarge(Refusal):
    """More bytes than are taken."""

    status, code = 413, "too-large"


class Invalid(Refusal):
    """The input breaks a rule."""

    status, code = 422, "invalid"


class VersionRequired(Refusal):
    """An edit must say which version it was made from."""

    status, code = 428, "version-required"


class Unavailable(Refusal):
    """A thing this depends on does not answer; asking again later helps."""

    status, code = 503, "unavailable"
