"""Words for a client's status in files of other programs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.clients.models.folding import fold
from apps.clients.services.values.refusal import Refused

_ACTIVE = (
    "active|aktiv|aktiver|activo|activa|actif|active client|ativo|ativa|attivo|attiva|actief|aktywny|aktivni|aktif|"
    "активен|активный|активна|активний|ενεργος|有効|活跃|在籍|current|member|enrolled|open|yes|ja|oui|si|true|1|x"
)
_INACTIVE = (
    "inactive|inaktiv|inactivo|inactiva|inactif|inativo|inattivo|inactief|nieaktywny|neaktivni|pasif|неактивен|"
    "неактивный|неактивний|ανενεργος|無効|不活跃|退会|no|nein|non|false|0"
)
_NEARLY = (
    "lead|prospect|interested|enquiry|inquiry|interessent|paused|on hold|frozen|suspended|pausiert|en pause|former|"
    "ehemalig|ex|left|ended|expired|cancelled|canceled|gekundigt|quit|archived|deleted|blocked"
)
_KNOWN = {
    **dict.fromkeys(_ACTIVE.split("|"), "active"),
    **dict.fromkeys(_INACTIVE.split("|"), "inactive"),
    **dict.fromkeys(_NEARLY.split("|"), "inactive"),
}
_LOOSE = frozenset(_NEARLY.split("|"))


def parse_status(text: str) -> tuple[str, bool]:
    """Return the status and whether the word says it exactly ("lead" is only nearly “inactive”). Raises Refused."""
    word = fold(text)
    if word not in _KNOWN:
        raise Refused(_("“%(text)s” is no status we know: active or inactive.") % {"text": text})
    return _KNOWN[word], word not in _LOOSE
