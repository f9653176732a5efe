"""Countries: ISO 3166 codes, names, and the other names people write in files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.clients.models.folding import fold
from apps.clients.services.values.refusal import Refused

_NAMES = (
    "AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|"
    "AO Angola|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan|"
    "BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|"
    "BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Caribbean Netherlands|BR Brazil|"
    "BS Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos Islands|CD Congo (Kinshasa)|"
    "CF Central African Republic|CG Congo (Brazzaville)|CH Switzerland|CI Ivory Coast|CK Cook Islands|CL Chile|"
    "CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|CX Christmas Island|CY Cyprus|"
    "CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|"
    "EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|"
    "FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|"
    "GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|"
    "GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|"
    "ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|"
    "JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|"
    "KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|"
    "LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|"
    "LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|"
    "MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|"
    "MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|"
    "MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|"
    "NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|"
    "PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|PM Saint Pierre and Miquelon|PR Puerto Rico|"
    "PS Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|"
    "SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|"
    "SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|"
    "SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini|"
    "TC Turks and Caicos Islands|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|"
    "TN Tunisia|TO Tonga|TR Türkiye|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|"
    "US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City|VC Saint Vincent and the Grenadines|VE Venezuela|"
    "VG British Virgin Islands|VI US Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|XK Kosovo|"
    "YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe"
)
_ALSO = (
    "AT Österreich|AT Autriche|BE België|BE Belgique|BE Belgien|BR Brasil|CH Schweiz|CH Suisse|CH Svizzera|CN 中国"
    "|CZ Czech Republic|CZ Česko|DE Deutschland|DE Allemagne|DE Alemania|DE Germania|DE Niemcy|DK Danmark|ES España"
    "|ES Espagne|ES Spanien|FI Suomi|FR Frankreich|FR Francia|GB UK|GB Great Britain|GB England|GB Scotland|GB Wales"
    "|GB Northern Ireland|GB Großbritannien|GB Vereinigtes Königreich|GB Royaume-Uni|GB Reino Unido|GR Ελλάδα|GR EL"
    "|HU Magyarország|IE Éire|IN भारत|IT Italia|IT Italien|IT Italie|JP 日本|KR Korea|KR 대한민국|MX México|NL Nederland"
    "|NL Holland|NL The Netherlands|NL Niederlande|NL Pays-Bas|NO Norge|PL Polska|PL Polen|PT Portugália|RU Россия"
    "|SE Sverige|SE Schweden|SK Slovensko|TR Turkey|TR Türkei|UA Україна|US USA|US U.S.A.|US U.S.|US America"
    "|US United States of America|US Estados Unidos|US États-Unis|US Vereinigte Staaten|VN Việt Nam"
)

COUNTRIES: dict[str, str] = {row[:2]: row[3:] for row in "".join(_NAMES).split("|")}
_CODES = {fold(row[3:]): row[:2] for row in ("".join(_NAMES) + "|" + _ALSO).split("|")}


def country_name(code: str) -> str:
    """Return a country's name; the code itself where it is not one of ours."""
    return COUNTRIES.get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Return codes and names for a form, by name."""
    return sorted(COUNTRIES.items(), key=lambda pair: fold(pair[1]))


def parse_country(text: str) -> str:
    """Return the code of a country given by code or name, in several languages; "" for nothing. Raises Refused."""
    typed = text.strip()
    if not typed:
        return ""
    code = typed.upper() if typed.upper() in COUNTRIES else _CODES.get(fold(typed))
    if code is None:
        raise Refused(_("“%(text)s” is no country we know: use its name or a code such as DE.") % {"text": typed})
    return code
