"""What the gateway must be told from outside."""

from typing import Annotated

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict

from kernel.settings import ServiceSettings


def _listed(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


class GatewaySettings(ServiceSettings):
    """Where the services behind the gateway are, and whether demo accounts exist."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_", extra="ignore", populate_by_name=True)

    port: int = 21080
    database: str = "gateway"
    catalogue_url: str = "http://127.0.0.1:21081"
    matching_url: str = "http://127.0.0.1:21082"
    notifications_url: str = "http://127.0.0.1:21083"
    public_url: HttpUrl = HttpUrl("http://127.0.0.1:21080")
    """Where browsers find the pages; with https, cookies and headers insist on it."""
    trusted_proxies: int = Field(0, ge=0, le=8)
    """How many proxies of ours stand before the gateway; so many `X-Forwarded-For` are believed."""
    cache_bytes: int = Field(64 * 2**20, ge=2**20)
    """How much memory public answers of the catalogue may take in each process."""
    requests_a_minute: int = Field(3000, ge=1)
    """How many an account or a browser may make; ten times as many a network of unknown ones."""
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Other sites whose pages may ask the API with a token: origins, with spaces between them."""
    first_organiser: str = ""
    """The address of somebody who is asked in as organiser when nobody has that address yet."""
    mail_page: str = ""
    """Where caught mail can be read, on stacks that send none; operations get a link to it."""
    demo_password: Annotated[SecretStr | None, BeforeValidator(lambda given: given or None)] = None
    """Set, sample accounts sign in with it and the demo accounts exist; unset, none of them can."""
