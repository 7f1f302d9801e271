"""The two languages of the pages: Indonesian at `/`, English under `/en`."""

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.gateway.model import LanguageCode

CATALOGUE = Path(__file__).parents[1] / "locale" / "en" / "LC_MESSAGES" / "messages.po"

# page: (its path in Indonesian, in English)
PATHS: dict[str, tuple[str, str]] = {
    "hall": ("/", "/en"),
    "products": ("/produk", "/en/products"),
    "suggestions": ("/saran", "/en/suggestions"),
    "product": ("/produk/{code}", "/en/products/{code}"),
    "readiness": ("/produk/{code}/kesiapan", "/en/products/{code}/readiness"),
    "answers": ("/produk/{code}/kesiapan/jawaban", "/en/products/{code}/readiness/answers"),
    "statement": ("/produk/{code}/kesiapan/pernyataan", "/en/products/{code}/readiness/statement"),
    "standings": ("/kesiapan", "/en/readiness"),
    "statistics": ("/statistik", "/en/statistics"),
    "rules": ("/aturan", "/en/rules"),
    "rule": ("/aturan/{code}", "/en/rules/{code}"),
    "weights": ("/bobot", "/en/weights"),
    "buyers": ("/pembeli", "/en/buyers"),
    "buyer-terms": ("/pembeli/{code}/syarat", "/en/buyers/{code}/terms"),
    "programme": ("/acara", "/en/programme"),
    "programme-calendar": ("/acara.ics", "/en/programme.ics"),
    "talk": ("/acara/{code}", "/en/programme/{code}"),
    "talk-calendar": ("/acara/{code}/kalender.ics", "/en/programme/{code}/calendar.ics"),
    "announcements": ("/pengumuman", "/en/announcements"),
    "announcement-end": ("/pengumuman/{code}/tarik", "/en/announcements/{code}/withdraw"),
    "exhibitor": ("/peserta/{code}", "/en/exhibitors/{code}"),
    "whatsapp": ("/peserta/{code}/whatsapp", "/en/exhibitors/{code}/whatsapp"),
    "own-products": ("/produk-saya", "/en/my-products"),
    "own-cover": ("/produk-saya/sampul", "/en/my-products/cover"),
    "own-participation": ("/produk-saya/keikutsertaan", "/en/my-products/participation"),
    "own-profile": ("/produk-saya/profil", "/en/my-products/profile"),
    "own-whatsapp": ("/produk-saya/whatsapp", "/en/my-products/whatsapp"),
    "own-renewal": ("/produk-saya/tawarkan-lagi", "/en/my-products/offer-again"),
    "own-product-form": ("/produk-saya/baru", "/en/my-products/new"),
    "own-product": ("/produk-saya/{code}", "/en/my-products/{code}"),
    "own-shelf": ("/produk-saya/{code}/rak", "/en/my-products/{code}/shelf"),
    "own-picture": ("/produk-saya/{code}/gambar", "/en/my-products/{code}/picture"),
    "own-papers": ("/dokumen", "/en/papers"),
    "own-paper": ("/dokumen/{shelf}/{code}/{paper}", "/en/papers/{shelf}/{code}/{paper}"),
    "own-paper-end": (
        "/dokumen/{shelf}/{code}/{paper}/cabut",
        "/en/papers/{shelf}/{code}/{paper}/withdraw",
    ),
    "paper-file": (
        "/dokumen/{shelf}/{code}/{paper}/berkas",
        "/en/papers/{shelf}/{code}/{paper}/file",
    ),
    "papers-to-check": ("/periksa-dokumen", "/en/papers-to-check"),
    "paper-verdict": (
        "/periksa-dokumen/{shelf}/{code}/{paper}",
        "/en/papers-to-check/{shelf}/{code}/{paper}",
    ),
    "demand-form": ("/kebutuhan/baru", "/en/demands/new"),
    "demand-change": ("/kebutuhan/{code}", "/en/demands/{code}"),
    "end-buyers": ("/pembeli-akhir", "/en/end-buyers"),
    "demands": ("/temu", "/en/matches"),
    "matches": ("/temu/{code}", "/en/matches/{code}"),
    "standing": ("/temu/{code}/{product}/kedudukan", "/en/matches/{code}/{product}/standing"),
    "rfq-form": ("/temu/{code}/permintaan", "/en/matches/{code}/request"),
    "rfqs": ("/permintaan", "/en/requests"),
    "rfq": ("/permintaan/{code}", "/en/requests/{code}"),
    "rfq-cancel": ("/permintaan/{code}/pembatalan", "/en/requests/{code}/cancellation"),
    "award": ("/permintaan/{code}/keputusan", "/en/requests/{code}/award"),
    "quote": ("/permintaan/{code}/penawaran/{product}", "/en/requests/{code}/quotes/{product}"),
    "quote-step": (
        "/permintaan/{code}/penawaran/{product}/{step}",
        "/en/requests/{code}/quotes/{product}/{step}",
    ),
    "deals": ("/kesepakatan", "/en/deals"),
    "deals-export": ("/kesepakatan/unduh/{form}", "/en/deals/download/{form}"),
    "deal": ("/kesepakatan/{code}", "/en/deals/{code}"),
    "deal-step": ("/kesepakatan/{code}/langkah/{position}", "/en/deals/{code}/steps/{position}"),
    "leads": ("/prospek", "/en/leads"),
    "lead": ("/prospek/{code}", "/en/leads/{code}"),
    "contact": ("/peserta/{code}/kontak", "/en/exhibitors/{code}/contact"),
    "pool-proposal": ("/temu/{code}/gabungan", "/en/matches/{code}/pool"),
    "pools": ("/gabungan", "/en/pools"),
    "pool": ("/gabungan/{code}", "/en/pools/{code}"),
    "pool-step": ("/gabungan/{code}/{step}", "/en/pools/{code}/{step}"),
    "pool-answer": ("/gabungan/{code}/{product}/{reply}", "/en/pools/{code}/{product}/{reply}"),
    "opportunities": ("/kesempatan", "/en/opportunities"),
    "inbox": ("/kotak", "/en/inbox"),
    "reading": ("/kotak/{code}/dibaca", "/en/inbox/{code}/read"),
    "wishes": ("/kotak/kabar", "/en/inbox/news"),
    "help": ("/bantuan", "/en/help"),
    "offline": ("/luring", "/en/offline"),
    "theme": ("/tema", "/en/theme"),
    "sign-in": ("/masuk", "/en/sign-in"),
    "sign-out": ("/keluar", "/en/sign-out"),
    "forgotten": ("/masuk/lupa", "/en/sign-in/forgotten"),
    "sign-in-link": ("/masuk/tautan", "/en/sign-in/link"),
    "new-password": ("/kata-sandi", "/en/password"),
    "account": ("/akun", "/en/account"),
    "own-password": ("/akun/kata-sandi", "/en/account/password"),
    "own-language": ("/akun/bahasa", "/en/account/language"),
    "own-sessions": ("/akun/sesi", "/en/account/sessions"),
    "own-session": ("/akun/sesi/{code}", "/en/account/sessions/{code}"),
    "invitation": ("/undangan", "/en/invitation"),
    "people": ("/orang", "/en/people"),
    "invite-all": ("/orang/undang-semua", "/en/people/invite-all"),
    "person": ("/orang/{code}", "/en/people/{code}"),
    "assignment": ("/orang/{code}/pihak", "/en/people/{code}/parties"),
    "closing": ("/orang/{code}/penutupan", "/en/people/{code}/closing"),
    "team": ("/tim", "/en/team"),
    "register": ("/daftar", "/en/register"),
    "own-badge": ("/lencana", "/en/badge"),
    "badge": ("/lencana/{code}", "/en/badge/{code}"),
    "visitors": ("/pengunjung", "/en/visitors"),
    "visitor": ("/pengunjung/{code}", "/en/visitors/{code}"),
    "gate-devices": ("/perangkat", "/en/devices"),
    "gate-device": ("/perangkat/{code}", "/en/devices/{code}"),
    "dashboard": ("/dasbor", "/en/dashboard"),
    "monitor": ("/pemantau", "/en/monitor"),
    "gate": ("/gerbang", "/en/gate"),
    "gate-activation": ("/gerbang/aktivasi", "/en/gate/activation"),
    "gate-registration": ("/gerbang/pendaftaran", "/en/gate/registration"),
    "gate-app": ("/gerbang/aplikasi.webmanifest", "/en/gate/app.webmanifest"),
    "stand-scan": ("/stan/pindai", "/en/stand/scan"),
    "stand-app": ("/stan/aplikasi.webmanifest", "/en/stand/app.webmanifest"),
    "stand-sign": ("/stan/qr", "/en/stand/qr"),
    "acting": ("/bertindak", "/en/acting"),
    "invitation-of": ("/orang/{code}/undangan", "/en/people/{code}/invitation"),
    "privacy": ("/data-saya", "/en/my-data"),
    "own-export": ("/data-saya/unduh", "/en/my-data/download"),
    "own-erasure": ("/data-saya/hapus", "/en/my-data/erase"),
    "receipt-end": ("/data-saya/persetujuan/{code}", "/en/my-data/consents/{code}"),
    "erasure": ("/penghapusan/{code}", "/en/erasures/{code}"),
    "privacy-office": ("/privasi", "/en/privacy"),
    "person-erasure": ("/orang/{code}/penghapusan", "/en/people/{code}/erasure"),
    "consents": ("/persetujuan", "/en/consents"),
    "api": ("/pengembang", "/en/developers"),
    "api-operation": ("/pengembang/{operation}", "/en/developers/{operation}"),
    "api-keys": ("/kunci-api", "/en/api-keys"),
    "api-key": ("/kunci-api/{code}", "/en/api-keys/{code}"),
    "webhooks": ("/webhook", "/en/webhooks"),
    "webhook": ("/webhook/{code}", "/en/webhooks/{code}"),
    "webhook-act": ("/webhook/{code}/tindakan", "/en/webhooks/{code}/act"),
    "editions": ("/edisi", "/en/editions"),
    "edition-form": ("/edisi/baru", "/en/editions/new"),
    "edition": ("/edisi/{code}", "/en/editions/{code}"),
    "edition-template": ("/edisi/{code}/templat", "/en/editions/{code}/template"),
    "edition-joining": ("/edisi/{code}/peserta", "/en/editions/{code}/exhibitors"),
    "floor": ("/denah", "/en/floor"),
    "seating": ("/denah/atur", "/en/floor/seating"),
    "seating-proposal": ("/denah/usulan", "/en/floor/proposal"),
    "seating-undo": ("/denah/atur/{code}/batal", "/en/floor/seating/{code}/undo"),
    "operations": ("/operasi", "/en/operations"),
    "operations-retell": ("/operasi/cerita-ulang", "/en/operations/retelling"),
    "operations-switch": ("/operasi/sakelar/{code}", "/en/operations/switches/{code}"),
    "operations-letter": ("/operasi/surat-mati/{code}", "/en/operations/dead-letters/{code}"),
    "imports": ("/impor", "/en/import"),
    "searches": ("/pencarian", "/en/searches"),
    "search-end": ("/pencarian/{code}/hapus", "/en/searches/{code}/delete"),
    "export": ("/unduh/{kind}.{form}", "/en/download/{kind}.{form}"),
    "import": ("/impor/{kind}/{code}", "/en/import/{kind}/{code}"),
    "import-columns": ("/impor/{kind}/{code}/kolom", "/en/import/{kind}/{code}/columns"),
}


@dataclass(frozen=True)
class Language:
    """One language: its words and its paths."""

    code: LanguageCode
    words: gettext.NullTranslations

    def path(self, page: str, **parts: str) -> str:
        """Where a page is in this language."""
        pattern = PATHS[page][0 if self.code == "id" else 1]
        return pattern.format(**{name: quote(part, safe="") for name, part in parts.items()})

    def own(self, path: str) -> str:
        """This language's path for an Indonesian one, as notifications links to."""
        if self.code == "id":
            return path
        for indonesian, english in PATHS.values():
            start, code, _ = indonesian.partition("{code}")
            if path == start or (code and path.startswith(start) and "/" not in path[len(start) :]):
                return english.partition("{code}")[0] + path[len(start) :]
        return path


@cache
def languages() -> dict[LanguageCode, Language]:
    """Both languages; the English words are compiled once per process."""
    return {
        "id": Language("id", gettext.NullTranslations()),
        "en": Language("en", _compiled(CATALOGUE)),
    }


def language_of(path: str) -> Language:
    """The language in which a page is asked for."""
    return languages()["en" if path == "/en" or path.startswith("/en/") else "id"]


def gettext_noop(text: str) -> str:
    """A sentence to be translated where it is shown, and found by whoever gathers sentences."""
    return text


def _compiled(catalogue: Path) -> gettext.GNUTranslations:
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale="en"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
