"""What every service must be told from outside; each service adds its own under its prefix."""

import os
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Where the broker, the database and the published keys are, and where to listen.

    What no variable says is looked for in the folder that `SECRETS_DIR` names, in a file with the
    variable's name in small letters.
    """

    model_config = SettingsConfigDict(
        extra="ignore", populate_by_name=True, secrets_dir=os.environ.get("SECRETS_DIR")
    )

    mongo_url: str = Field(validation_alias=AliasChoices("MONGO_URL", "mongo_url"))
    amqp_url: str = Field(validation_alias=AliasChoices("AMQP_URL", "amqp_url"))
    keys_url: str = Field(
        default="http://127.0.0.1:21080/.well-known/jwks.json",
        validation_alias=AliasChoices("KEYS_URL", "keys_url"),
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)
    ] = Field("INFO", validation_alias=AliasChoices("LOG_LEVEL", "log_level"))
    revision: str = Field("unknown", validation_alias=AliasChoices("REVISION", "revision"))
    """What was built, such as a commit; the metric `expo_build_info` tells it."""
    host: str = "127.0.0.1"
    port: int
    database: str
    drain_seconds: float = 0.2
    """How long it answers on after it has said that it is not ready."""
    longest_drain_seconds: float = 12.0
    """How long open requests may take after that, before they are cut off."""
