"""What matching must be told from outside."""

from pydantic_settings import SettingsConfigDict

from kernel.settings import ServiceSettings


class MatchingSettings(ServiceSettings):
    """Matching's port and database."""

    model_config = SettingsConfigDict(env_prefix="MATCHING_", extra="ignore", populate_by_name=True)

    port: int = 21082
    database: str = "matching"
