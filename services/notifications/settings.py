"""What notifications must be told from outside."""

from datetime import timedelta
from typing import Annotated

from pydantic import AnyUrl, Field, HttpUrl, UrlConstraints
from pydantic_settings import SettingsConfigDict

from kernel.settings import ServiceSettings

SmtpUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["smtp", "smtps"], host_required=True)]


class NotificationsSettings(ServiceSettings):
    """Where mail goes out, how long news rests before it does, and where its readers come back to.

    `smtps://` is encrypted from the start; `smtp://` is as soon as the server offers it, and must
    be when a user name is given. With `webhook_private` webhooks may go to `http` addresses and to
    this machine and network, for trials.
    """

    model_config = SettingsConfigDict(
        env_prefix="NOTIFICATIONS_", extra="ignore", populate_by_name=True
    )

    port: int = 21083
    database: str = "notifications"
    smtp_url: SmtpUrl = AnyUrl("smtp://127.0.0.1:21025")
    sender: str = "Pendopo <kabar@pendopo.invalid>"
    public_url: HttpUrl = HttpUrl("http://127.0.0.1:21080")
    quiet_seconds: float = Field(20, gt=0)
    retry_seconds: float = Field(5, gt=0)
    webhook_retry_seconds: float = Field(5, gt=0)
    webhook_private: bool = False

    @property
    def quiet(self) -> timedelta:
        return timedelta(seconds=self.quiet_seconds)
