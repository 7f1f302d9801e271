"""Goods and firms in the words of schema.org, and of the Data Food Consortium where these fit.

https://schema.org/Product, https://schema.org/Organization; the DFC's business ontology 1.x
(https://github.com/datafoodconsortium/ontology): SuppliedProduct, CatalogItem, Offer.
"""

from datetime import date
from typing import Any

from contracts import lists
from services.catalogue.model import Exhibitor, Product
from services.catalogue.variants import Variant

Linked = dict[str, Any]

CONTEXT: list[Any] = [
    "https://schema.org",
    {
        "dfc-b": "https://github.com/datafoodconsortium/ontology/releases/latest/download/"
        "DFC_BusinessOntology.owl#"
    },
]
CURRENCY = "IDR"


def product_linked(product: Product, today: date) -> Linked:
    """A product on offer; certificates are those that somebody has checked and that hold."""
    told: Linked = {
        "@type": ["Product", "dfc-b:SuppliedProduct"],
        "@id": f"/produk/{product.code}?edisi={product.edition}",
        "sku": product.code,
        "name": _in_both(product.name, product.name_en),
        "dfc-b:name": product.name,
        "category": lists.categories()[product.category].name_en,
        "manufacturer": {"@type": "Organization", **_firm(product.exhibitor_name, product.regency)},
        "offers": _offer(product),
        "dfc-b:referencedBy": _catalogue_item(product),
        "hasCertification": _certificates(product, today),
        "additionalProperty": _properties(product),
    }
    if product.description:
        told |= {"description": product.description, "dfc-b:description": product.description}
    if product.variants:
        told["@type"] = ["Product", "ProductGroup", "dfc-b:SuppliedProduct"]
        told["hasVariant"] = [_variant(variant, product) for variant in product.variants]
    if product.picture:
        place = f"/api/v1/editions/{product.edition}/pictures/{product.picture.id}-1600.webp"
        told["image"] = place
    return told


def exhibitor_linked(exhibitor: Exhibitor) -> Linked:
    """A firm that takes part in an edition."""
    told: Linked = {
        "@type": ["Organization", "dfc-b:Enterprise"],
        "@id": f"/peserta/{exhibitor.code}?edisi={exhibitor.edition}",
        **_firm(exhibitor.name, exhibitor.regency),
        "dfc-b:name": exhibitor.name,
    }
    if exhibitor.description:
        told["description"] = _in_both(exhibitor.description, exhibitor.description_en)
    if exhibitor.website:
        told["url"] = exhibitor.website
    return told


def _in_both(text: str, text_en: str) -> Any:
    said = [{"@language": "id", "@value": text}, {"@language": "en", "@value": text_en}]
    return said if text_en else text


def _firm(name: str, regency: str) -> Linked:
    place = lists.regencies()[regency].name
    address = {"@type": "PostalAddress", "addressRegion": place, "addressCountry": "ID"}
    return {"name": name, "address": address}


def _offer(product: Product) -> Linked:
    steps = [(product.moq, product.price), *((t.minimum, t.price) for t in product.price_tiers)]
    return {
        "@type": "Offer",
        "price": product.price,
        "priceCurrency": CURRENCY,
        "availability": "https://schema.org/InStock",
        "eligibleQuantity": _from(product.moq, product),
        "priceSpecification": [
            {
                "@type": "UnitPriceSpecification",
                "price": price,
                "priceCurrency": CURRENCY,
                "unitCode": product.unit_code,
                "eligibleQuantity": _from(minimum, product),
            }
            for minimum, price in steps
        ],
    }


def _from(minimum: int, product: Product) -> Linked:
    quantity = {"@type": "QuantitativeValue", "minValue": minimum}
    return quantity | {"unitCode": product.unit_code, "unitText": product.unit}


def _variant(variant: Variant, product: Product) -> Linked:
    price = product.price if variant.price is None else variant.price
    offer = {"@type": "Offer", "price": price, "priceCurrency": CURRENCY}
    told: Linked = {"@type": "Product", "name": variant.name, "offers": offer}
    return told | ({"sku": variant.code} if variant.code else {})


def _catalogue_item(product: Product) -> Linked:
    price = {"@type": "dfc-b:Price", "dfc-b:value": product.price, "dfc-b:hasUnit": CURRENCY}
    return {
        "@type": "dfc-b:CatalogItem",
        "dfc-b:sku": product.code,
        "dfc-b:stockLimitation": product.capacity_per_month,
        "dfc-b:offeredThrough": {"@type": "dfc-b:Offer", "dfc-b:hasPrice": price},
    }


def _certificates(product: Product, today: date) -> list[Linked]:
    return [
        {
            "@type": "Certification",
            "name": lists.paper_kinds()[paper.kind].name,
            "certificationIdentification": paper.number,
            **({"expires": paper.expires.isoformat()} if paper.expires else {}),
        }
        for paper in product.papers
        if paper.is_proven(today)
    ]


def _properties(product: Product) -> list[Linked]:
    known = {
        "HS": product.hs_code,
        "pack": product.pack,
        "capacityPerMonth": product.capacity_per_month or None,
        "leadTimeDays": product.lead_time_days or None,
        "shelfLifeDays": product.shelf_life_days,
    }
    return [
        {"@type": "PropertyValue", "name": name, "value": value}
        for name, value in known.items()
        if value not in (None, "")
    ]
