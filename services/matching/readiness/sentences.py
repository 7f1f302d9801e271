"""Why a finding is as it is, in a sentence, in Indonesian and English."""

from datetime import date

from babel.dates import format_date

from services.matching.readiness.findings import Finding

Sentence = tuple[str, str]

_CAUSES: dict[str, Sentence] = {
    "none": ("Belum ada bukti.", "There is no evidence yet."),
    "declared": (
        "Dinyatakan sendiri, belum diperiksa; belum memenuhi.",
        "Declared, not checked; that does not satisfy it.",
    ),
    "rejected": (
        "Bukti ditolak saat diperiksa; unggah yang benar.",
        "The evidence was rejected when checked; provide the right one.",
    ),
    "expired": (
        "Bukti sudah kedaluwarsa; perpanjang.",
        "The evidence has expired; renew it.",
    ),
    "ends-too-soon": (
        "Bukti berakhir lebih cepat dari yang diminta pembeli.",
        "The evidence ends sooner than the buyer wants.",
    ),
    "not-suited": (
        "Bukti yang ada tidak berlaku untuk barang seperti ini.",
        "The evidence held is not for goods like these.",
    ),
    "needs-first": (
        "Selesaikan {needs} lebih dahulu; tanpa itu bukti ini tidak berlaku.",
        "Get {needs} first; without it this evidence does not count.",
    ),
    "alternative": ("Sudah dipenuhi dengan {met_by}.", "Met by {met_by}."),
    "waived": ("Pembeli tidak mensyaratkannya.", "The buyer has waived it."),
}
_STATUSES: dict[str, Sentence] = {
    "met": ("Sudah dipenuhi.", "It is met."),
    "expiring": (
        "Dipenuhi, tetapi berakhir {expires}; siapkan perpanjangan.",
        "Met, but ending on {expires}; prepare to renew it.",
    ),
    "in_progress": ("Sedang diurus.", "It is in progress."),
    "in_progress_until": (
        "Sedang diurus, diharapkan selesai {expires}.",
        "In progress, expected by {expires}.",
    ),
    "unknown": (
        "Belum dapat dinilai; jawab pertanyaannya.",
        "It cannot be judged yet; answer the question.",
    ),
    "not_applicable": ("Tidak berlaku untuk barang ini.", "Not for these goods."),
}


def why(finding: Finding) -> Sentence:
    """What is to be said of a finding."""
    told = {"needs": finding.rule.form.needs, "met_by": finding.met_by}
    return (
        _template(finding)[0].format(expires=_day(finding.expires, "id"), **told),
        _template(finding)[1].format(expires=_day(finding.expires, "en"), **told),
    )


def _template(finding: Finding) -> Sentence:
    if finding.status == "in_progress" and finding.expires:
        return _STATUSES["in_progress_until"]
    if finding.status == "missing" or finding.cause in ("alternative", "waived"):
        return _CAUSES[finding.cause]
    return _STATUSES[finding.status]


def _day(day: date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language) if day else ""


NOT_COVERED: Sentence = (
    "Belum ada aturan khusus untuk jenis barang ini; hanya aturan umum yang dinilai.",
    "There are no rules for this kind of goods yet; only the general rules were applied.",
)
STRANGE_PAPER: Sentence = (
    "Dokumen jenis {kind} tidak dikenal oleh aturan, jadi tidak dihitung.",
    "The rules do not know papers of the kind {kind}, so it counts for nothing.",
)
