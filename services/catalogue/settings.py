"""What the catalogue must be told from outside."""

from pydantic_settings import SettingsConfigDict

from kernel.settings import ServiceSettings


class CatalogueSettings(ServiceSettings):
    """The catalogue's port and database, and who looks for malware in uploaded files."""

    model_config = SettingsConfigDict(
        env_prefix="CATALOGUE_", extra="ignore", populate_by_name=True
    )

    port: int = 21081
    database: str = "catalogue"
    scan_command: str = ""
    """Reads a file on standard input, ends with 0 for clean, 1 for infected; "" for no scanner."""
