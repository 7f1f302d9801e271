"""Where programs find the merged document."""

from typing import Annotated, Any

from fastapi import APIRouter, Request

from kernel.service import provided
from services.gateway.openapi.documents import Documents

router = APIRouter(prefix="/api", include_in_schema=False)


@router.get("/openapi.json")
async def openapi(
    request: Request, documents: Annotated[Documents, provided(Documents)]
) -> dict[str, Any]:
    """All of the API in one OpenAPI document."""
    return await documents.merged()
