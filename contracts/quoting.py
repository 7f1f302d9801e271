"""What facts about quotes have in common."""

from pydantic import BaseModel, ConfigDict


class QuotedGoods(BaseModel):
    """What facts about a quote have in common: the request, the exhibitor, the product."""

    model_config = ConfigDict(frozen=True)

    rfq: str
    rfq_code: str
    title: str
    title_en: str
    exhibitor: str
    exhibitor_name: str
    product_code: str
    product_name: str
    is_sample: bool = False


class AwardedGoods(QuotedGoods):
    """The same with how many of the demand's units a month were awarded, and by whom."""

    buyer: str
    quantity: int
    unit: str
