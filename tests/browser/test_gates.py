"""Gates and stands in a real browser: with JavaScript and without, with network and without."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import segno
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright, expect

from benchmarks.scan_drops import Flaky, Phone, torment
from kernel.mongo import Mongo
from services.gateway.badges.qr import of_badge
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.test_journeys import sign_in
from tests.integration.gateway.gates import Entrance, Gate
from tests.integration.gateway.running import EXHIBITOR, ORGANISER, Gateway


@pytest.fixture
async def entrance(gateway: Gateway) -> Entrance:
    return await Entrance.of(gateway)


@pytest.fixture
async def gate(entrance: Entrance) -> Gate:
    return await entrance.opens("Pintu utara")


async def as_gate(context: BrowserContext, gateway: Gateway, gate: Gate) -> None:
    await context.add_cookies([{"name": "pendopo_gate", "value": gate.token, "url": gateway.url}])


async def test_a_visitor_registers_and_a_gate_lets_them_in_once(
    page: Page, chromium: Browser, gateway: Gateway
) -> None:
    await page.goto("/")
    await page.get_by_role("link", name="Daftar sebagai pengunjung").click()
    await page.get_by_label("Nama", exact=True).fill("Sri Wahyuni")
    await page.get_by_label("Saya setuju nama").check()
    await page.get_by_role("button", name="Daftar", exact=True).click()
    await expect(page.get_by_text("Pendaftaran tersimpan")).to_be_visible()
    code = await page.locator(".pass-code").inner_text()

    await page.goto("/perangkat")
    await page.get_by_role("main").get_by_role("link", name="Masuk").click()
    await sign_in(page, ORGANISER)
    await page.get_by_label("Nama perangkat").fill("HP Rina")
    await page.get_by_label("Gerbang").fill("Pintu utara")
    await page.get_by_role("button", name="Buat kode").click()
    opens = await page.locator(".fresh-code .pass-code").inner_text()

    await page.goto("/gerbang")
    await page.get_by_label("Kode perangkat").fill(opens.lower())
    await page.get_by_role("button", name="Aktifkan").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Pintu utara")
    for answer in ("Selamat datang", "Sudah masuk"):
        await page.get_by_label("Ketik kode lencana").fill(code)
        await page.get_by_role("button", name="Periksa").click()
        result = page.locator("[data-result]")
        await expect(result).to_contain_text(answer)
        await expect(result).to_contain_text("Sri Wahyuni")
    await page.get_by_text("Daftarkan pengunjung di sini").click()
    await page.get_by_label("Nama", exact=True).fill("Pak Joko")
    await page.get_by_role("button", name="Daftarkan").click()
    await expect(page.locator(".pass-name")).to_have_text("Pak Joko")

    await page.goto("/pemantau")
    await expect(page.locator("[data-figure=inside]")).to_have_text("1")


async def test_a_gate_opens_and_keeps_scans_without_network_and_sends_them_by_itself(
    live_page: Page, entrance: Entrance, gate: Gate, gateway: Gateway
) -> None:
    badge = (await entrance.registers("Sri Wahyuni"))["badge"]
    context = live_page.context
    await as_gate(context, gateway, gate)
    await live_page.goto("/gerbang")
    await expect(live_page.get_by_text("siap dipakai tanpa jaringan")).to_be_visible(timeout=20_000)
    await context.set_offline(True)
    await live_page.reload()
    await live_page.wait_for_selector("[data-ready]")
    await live_page.get_by_label("Ketik kode lencana").fill(badge)
    await live_page.get_by_role("button", name="Periksa").click()
    result, queue = live_page.locator("[data-result]"), live_page.locator("[data-queue]")
    await expect(result).to_contain_text("Tersimpan di perangkat")
    await expect(queue).to_have_text("1 menunggu jaringan")
    await live_page.get_by_label("Ketik kode lencana").fill(badge)
    await live_page.get_by_role("button", name="Periksa").click()
    await expect(result).to_contain_text("Dipindai di perangkat ini")
    await expect(queue).to_have_text("2 menunggu jaringan")

    await context.set_offline(False)
    await expect(queue).to_have_text("Semua terkirim", timeout=15_000)
    await expect(live_page.locator("[data-last]")).to_contain_text("Selamat datang")
    kept = await gateway.provided(Mongo)["scans"].find({"badge": badge}).to_list(None)
    assert [(one["outcome"], one["offline"]) for one in kept] == [
        ("accepted", True),
        ("already-in", True),
    ]


async def test_an_answer_that_comes_late_takes_the_place_of_what_was_kept(
    live_page: Page, entrance: Entrance, gate: Gate, gateway: Gateway
) -> None:
    badge = (await entrance.registers("Sri Wahyuni"))["badge"]
    let_through = asyncio.Event()

    async def hold(route: Route) -> None:
        await let_through.wait()
        await route.continue_()

    await as_gate(live_page.context, gateway, gate)
    await live_page.goto("/gerbang")
    await live_page.wait_for_selector("[data-ready]")
    await live_page.route("**/api/v1/check-ins", hold)
    await live_page.get_by_label("Ketik kode lencana").fill(badge)
    await live_page.get_by_role("button", name="Periksa").click()
    result = live_page.locator("[data-result]")
    await expect(result).to_contain_text("Tersimpan di perangkat")
    let_through.set()
    await expect(result).to_contain_text("Selamat datang")
    await expect(result).to_contain_text("Sri Wahyuni")


async def test_a_revoked_device_says_so_and_keeps_what_it_has_not_sent(
    live_page: Page, entrance: Entrance, gate: Gate, gateway: Gateway
) -> None:
    badge = (await entrance.registers())["badge"]
    await as_gate(live_page.context, gateway, gate)
    await live_page.goto("/gerbang")
    await live_page.wait_for_selector("[data-ready]")
    await entrance.asks("DELETE", f"/gate-devices/{gate.id}")
    await live_page.get_by_label("Ketik kode lencana").fill(badge)
    await live_page.get_by_role("button", name="Periksa").click()
    queue = live_page.locator("[data-queue]")
    await expect(queue).to_contain_text("1 belum terkirim")
    await expect(queue).to_contain_text("sudah dicabut")

    another = await entrance.opens("Pintu utara")
    await as_gate(live_page.context, gateway, another)
    await live_page.reload()
    await expect(queue).to_have_text("Semua terkirim")


@pytest.fixture
async def camera(tmp_path: Path, entrance: Entrance) -> AsyncIterator[tuple[Browser, str]]:
    """A browser whose camera sees a badge, and the name on it."""
    badge = (await entrance.registers("Bu Ratna"))["badge"]
    picture = tmp_path / "badge.y4m"
    picture.write_bytes(seen_by_a_camera(of_badge(badge)))
    device = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*QUIET, *device, f"--use-file-for-fake-video-capture={picture}"],
        )
        yield browser, "Bu Ratna"
        await browser.close()


def seen_by_a_camera(code: segno.QRCode, width: int = 640, height: int = 480) -> bytes:
    """A film of one picture in which a code of 8 dots a module lies on grey (YUV4MPEG2)."""
    rows = [list(row) for row in code.matrix_iter(scale=8, border=4)]
    grey = [bytearray([120] * width) for _ in range(height)]
    top, left = (height - len(rows)) // 2, (width - len(rows[0])) // 2
    for number, row in enumerate(rows):
        grey[top + number][left : left + len(row)] = bytes(20 if dark else 235 for dark in row)
    frame = b"FRAME\n" + b"".join(grey) + bytes([128] * (width * height // 2))
    return f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2


async def test_a_camera_reads_a_badge_and_the_gate_says_welcome(
    camera: tuple[Browser, str], gate: Gate, gateway: Gateway
) -> None:
    browser, name = camera
    context = await browser.new_context(base_url=gateway.url, permissions=["camera"])
    await as_gate(context, gateway, gate)
    page = await context.new_page()
    await page.goto("/gerbang")
    await page.wait_for_selector("[data-ready]")
    await page.get_by_role("button", name="Buka kamera").click()
    await expect(page.locator("[data-result]")).to_contain_text(name, timeout=20_000)
    await expect(page.locator("[data-word]")).to_have_text("Selamat datang")
    marks = await page.evaluate(
        "performance.getEntriesByType('mark').map(mark => [mark.name, mark.startTime])"
    )
    at = dict(marks)
    print(f"from the read code to the welcome: {at['scan-good'] - at['scan-seen']:.0f} ms")


async def test_no_scan_is_lost_or_counted_twice_whatever_is_taken_from_the_page(
    entrance: Entrance, gate: Gate, gateway: Gateway, tmp_path: Path
) -> None:
    badges = [(await entrance.registers(f"Tamu {n}"))["badge"] for n in range(5)]
    async with Flaky(gateway.url, seed=11) as proxy, async_playwright() as playwright:
        phone = Phone(playwright, tmp_path / "profile", proxy.url, gate.token)
        await phone.switch_on()
        await torment(phone, proxy, badges, faults=25, seed=11)
        await phone.switch_off()
    found = await gateway.provided(Mongo)["scans"].find().to_list(None)
    arrived = [(one["badge"], one["sequence"]) for one in found]
    assert len(phone.kept) > 8
    assert phone.kept <= set(arrived)
    assert len(set(arrived)) == len(arrived)
    accepted = [one["badge"] for one in found if one["outcome"] == "accepted"]
    assert sorted(accepted) == sorted(set(accepted)), "somebody came in twice"


async def test_an_exhibitor_scans_a_badge_at_the_stand(page: Page, entrance: Entrance) -> None:
    agreed = (await entrance.registers("Bu Ratna", shares_name=True))["badge"]
    await page.goto("/stan/pindai")
    await page.get_by_role("main").get_by_role("link", name="Masuk").click()
    await sign_in(page, EXHIBITOR.email)
    await page.get_by_label("Ketik kode lencana").fill(agreed)
    await page.get_by_role("button", name="Periksa").click()
    result = page.locator("[data-result]")
    await expect(result).to_contain_text("Prospek tercatat")
    await expect(result).to_contain_text("Bu Ratna")
    await page.get_by_role("link", name="Cetak QR stan").click()
    await expect(page.get_by_role("img", name="Kode QR ke halaman")).to_be_visible()
