"""A claim as the message that the tax authority takes (R68), sealed by its IRmark.

Whoever sends it signs in with the charity's own credentials, for which the header has the place.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha1
from xml.etree.ElementTree import Element, SubElement, canonicalize, tostring

from domain.gift_aid_donors import Told
from domain.gift_aid_schedules import ScheduleRow
from domain.texts import western
from gateway.schedules.claimed import CURRENCY, Charity, Claimed, pounds

ENVELOPE = "http://www.govtalk.gov.uk/CM/envelope"
R68 = "http://www.govtalk.gov.uk/taxation/charities/r68/2"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def as_r68(claimed: Claimed) -> bytes:
    """The whole message, the same bytes for the same claim."""
    message = Element("GovTalkMessage", xmlns=ENVELOPE)
    _put(message, "EnvelopeVersion", "2.0")
    details = _put(_put(message, "Header"), "MessageDetails")
    for name, text in (
        ("Class", "HMRC-CHAR-CLM"),
        ("Qualifier", "request"),
        ("Function", "submit"),
        ("CorrelationID", ""),
        ("Transformation", "XML"),
    ):
        _put(details, name, text)
    _put(message[-1], "SenderDetails")
    _key(_put(_put(message, "GovTalkDetails"), "Keys"), claimed.charity)
    message.append(_body(claimed))
    return (_DECLARATION + tostring(message, encoding="unicode", short_empty_elements=False)).encode()


def irmark(body: Element) -> str:
    """The mark of a message: the digest of its body in canonical form, without the mark itself.

    Its elements are of the envelope and of the claim by their `xmlns` alone, and the body's own is in the message.
    """
    alone = Element("Body", xmlns=ENVELOPE)
    alone.extend(body)
    canonical = canonicalize(tostring(alone, encoding="unicode")).encode()
    # The tax authority says which digest it is.
    return b64encode(sha1(canonical, usedforsecurity=False).digest()).decode()


def _body(claimed: Claimed) -> Element:
    body = Element("Body")
    envelope = _put(body, "IRenvelope")
    envelope.set("xmlns", R68)
    header = _put(envelope, "IRheader")
    _key(_put(header, "Keys"), claimed.charity)
    _put(header, "PeriodEnd", claimed.period_to.isoformat())
    _put(header, "DefaultCurrency", CURRENCY)
    _put(header, "Sender", "Other")
    r68 = _put(envelope, "R68")
    _official(_put(r68, "AuthOfficial"), claimed.charity)
    _put(r68, "Declaration", "yes")
    _claim(_put(r68, "Claim"), claimed)
    mark = Element("IRmark", Type="generic")
    mark.text = irmark(body)
    header.insert(len(header) - 1, mark)
    return body


def _official(official: Element, charity: Charity) -> None:
    name = _put(official, "OffName")
    _put(name, "Fore", western(charity.official_first_name))
    _put(name, "Sur", western(charity.official_last_name))
    _put(_put(official, "OffID"), "Postcode", charity.official_postcode)
    _put(official, "Phone", charity.official_phone)


def _claim(claim: Element, claimed: Claimed) -> None:
    charity = claimed.charity
    _put(claim, "OrgName", western(charity.name))
    _put(claim, "HMRCref", charity.hmrc_reference)
    regulator = _put(claim, "Regulator")
    if charity.regulator is None:
        _put(regulator, "NoReg", "yes")
    else:
        _put(regulator, "RegName", charity.regulator)
        _put(regulator, "RegNo", charity.registered_number or "")
    repayment = _put(claim, "Repayment")
    for row in claimed.rows:
        _gift(_put(repayment, "GAD"), row)
    if claimed.earliest is not None:
        _put(repayment, "EarliestGAdate", claimed.earliest.isoformat())
    if claimed.adjustment_minor:
        _put(repayment, "Adjustment", pounds(claimed.adjustment_minor))
        gifts = "a gift that does" if claimed.adjusted == 1 else f"{claimed.adjusted} gifts that do"
        _put(claim, "OtherInfo", f"Adjustment: tax claimed earlier for {gifts} not qualify.")


def _gift(gad: Element, row: ScheduleRow) -> None:
    if row.donor is None:
        _put(gad, "AggDonation", row.aggregated)
    else:
        _donor(_put(gad, "Donor"), row.donor)
    _put(gad, "Date", row.made_on.isoformat())
    _put(gad, "Total", pounds(row.amount_minor))


def _donor(donor: Element, told: Told) -> None:
    if told.title:
        _put(donor, "Ttl", told.title)
    _put(donor, "Fore", told.first_name)
    _put(donor, "Sur", told.last_name)
    _put(donor, "House", told.house)
    if told.overseas:
        _put(donor, "Overseas", "yes")
    else:
        _put(donor, "Postcode", told.postcode)


def _key(keys: Element, charity: Charity) -> None:
    _put(keys, "Key", charity.hmrc_reference).set("Type", "CHARID")


def _put(under: Element, name: str, text: str | None = None) -> Element:
    made = SubElement(under, name)
    made.text = text
    return made
