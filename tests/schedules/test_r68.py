"""The message of a claim: `gateway/schedules/r68.py`."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha1
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from gateway.schedules import Claimed, Format, files_of
from tests.schedules.claims import CHARITY, CLAIM, named

R68 = "{http://www.govtalk.gov.uk/taxation/charities/r68/2}"
ENVELOPE = "{http://www.govtalk.gov.uk/CM/envelope}"


def message(claim: Claimed) -> Any:
    (file,) = files_of(claim, Format.XML, 1000)
    return etree.fromstring(file.content)


def tree(element: Any) -> Any:
    """Names, texts and attributes, without namespaces."""
    name = etree.QName(element).localname
    below = [tree(child) for child in element]
    return (name, below or element.text or "", *([dict(element.attrib)] if element.attrib else []))


@pytest.mark.rule("GAD-P15", "GAD-P16")
def test_the_claim_has_its_elements_in_the_order_of_the_schema() -> None:
    (claim,) = message(CLAIM).iter(f"{R68}Claim")
    assert tree(claim) == (
        "Claim",
        [
            ("OrgName", "The Harbour Theatres"),
            ("HMRCref", "XR4010"),
            ("Regulator", [("RegName", "CCEW"), ("RegNo", "1137948")]),
            (
                "Repayment",
                [
                    (
                        "GAD",
                        [
                            (
                                "Donor",
                                [
                                    ("Ttl", "Ms"),
                                    ("Fore", "Ada"),
                                    ("Sur", "Marsh Lindqvist"),
                                    ("House", "12 Harbour Row"),
                                    ("Postcode", "BS1 4AA"),
                                ],
                            ),
                            ("Date", "2026-05-01"),
                            ("Total", "50.50"),
                        ],
                    ),
                    (
                        "GAD",
                        [
                            (
                                "Donor",
                                [
                                    ("Fore", "Jean"),
                                    ("Sur", "Dauphin"),
                                    ("House", "3 rue Dauphine, Paris, 75006, FR"),
                                    ("Overseas", "yes"),
                                ],
                            ),
                            ("Date", "2026-05-02"),
                            ("Total", "1000.00"),
                        ],
                    ),
                    (
                        "GAD",
                        [("AggDonation", "12 small donations"), ("Date", "2026-06-30"), ("Total", "12.34")],
                    ),
                    ("EarliestGAdate", "2026-04-09"),
                    ("Adjustment", "12.50"),
                ],
            ),
            ("OtherInfo", "Adjustment: tax claimed earlier for 2 gifts that do not qualify."),
        ],
    )


def test_the_envelope_names_the_charity_and_who_signs() -> None:
    header, details, body = message(CLAIM)[1:]
    assert tree(header)[1][0] == (
        "MessageDetails",
        [
            ("Class", "HMRC-CHAR-CLM"),
            ("Qualifier", "request"),
            ("Function", "submit"),
            ("CorrelationID", ""),
            ("Transformation", "XML"),
        ],
    )
    key = ("Key", "XR4010", {"Type": "CHARID"})
    assert tree(details) == ("GovTalkDetails", [("Keys", [key])])
    irheader, r68 = body[0]
    mark = irheader.findtext(f"{R68}IRmark")
    assert tree(irheader)[1] == [
        ("Keys", [key]),
        ("PeriodEnd", "2026-09-30"),
        ("DefaultCurrency", "GBP"),
        ("IRmark", mark, {"Type": "generic"}),
        ("Sender", "Other"),
    ]
    assert tree(r68)[1][:2] == [
        (
            "AuthOfficial",
            [
                ("OffName", [("Fore", "Bea"), ("Sur", "Okonjo")]),
                ("OffID", [("Postcode", "BS1 4AA")]),
                ("Phone", "0117 496 0000"),
            ],
        ),
        ("Declaration", "yes"),
    ]


@pytest.mark.rule("GAD-P15")
@pytest.mark.parametrize("claim", [CLAIM, named('O\'Brien & "Sons" <Ltd>, né')])
def test_the_irmark_is_the_digest_of_the_canonical_body_without_it(claim: Claimed) -> None:
    body = message(claim).find(f"{ENVELOPE}Body")
    (mark,) = body.iter(f"{R68}IRmark")
    told = mark.text
    mark.getparent().remove(mark)
    canonical = etree.tostring(body, method="c14n")
    assert canonical.startswith(b'<Body xmlns="http://www.govtalk.gov.uk/CM/envelope"><IRenvelope')
    assert told == b64encode(sha1(canonical, usedforsecurity=False).digest()).decode()


def test_another_claim_has_another_irmark() -> None:
    marks = {message(claim).find(f".//{R68}IRmark").text for claim in (CLAIM, named("Ada"), named("Eda"))}
    assert len(marks) == 3


def test_a_charity_without_a_regulator_says_so() -> None:
    free = replace(CLAIM, charity=replace(CHARITY, regulator=None, registered_number=None))
    assert tree(message(free).find(f".//{R68}Regulator")) == ("Regulator", [("NoReg", "yes")])


def test_without_gifts_there_is_no_earliest_day_and_without_adjustments_nothing_to_explain() -> None:
    back = message(replace(CLAIM, rows=(), adjusted=1)).find(f".//{R68}Claim")
    assert tree(back.find(f"{R68}Repayment"))[1] == [("Adjustment", "12.50")]
    assert (
        back.findtext(f"{R68}OtherInfo")
        == "Adjustment: tax claimed earlier for a gift that does not qualify."
    )
    plain = message(replace(CLAIM, adjustment_minor=0, adjusted=0)).find(f".//{R68}Claim")
    assert plain.find(f"{R68}OtherInfo") is None
    assert plain.find(f".//{R68}Adjustment") is None
