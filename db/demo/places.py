"""Where demo customers live: towns whose county, postcode and dialling code agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Town:
    """A town, the parts of its postcodes that stand before the generated rest, and how its numbers are dialled.

    `codes` are UK outward codes, Eircode routing keys, the first digits of ZIP codes, or Canadian forward sortation
    areas. `dial` is the number as written at home, `#` standing for any digit. `weight` is among the country's towns.
    """

    country: str
    name: str
    county: str | None
    codes: tuple[str, ...]
    dial: str
    weight: int = 3


def _uk(name: str, county: str, codes: str, dial: str, weight: int = 3) -> Town:
    return Town("GB", name, county, tuple(codes.split()), dial, weight)


def _ie(name: str, county: str, codes: str, dial: str, weight: int = 3) -> Town:
    return Town("IE", name, county, tuple(codes.split()), dial, weight)


def _us(name: str, state: str, codes: str, area: str) -> Town:
    return Town("US", name, state, tuple(codes.split()), f"({area}) 5##-####")


def _ca(name: str, province: str, codes: str, area: str) -> Town:
    return Town("CA", name, province, tuple(codes.split()), f"({area}) 5##-####")


# The house of the demo stands in Bristol, so its neighbours weigh most.
UNITED_KINGDOM = (
    _uk("Bristol", "Bristol", "BS1 BS2 BS3 BS4 BS5 BS6 BS7 BS8 BS9 BS10 BS14 BS16", "0117 9## ####", 120),
    _uk("Bath", "Somerset", "BA1 BA2", "01225 4## ###", 45),
    _uk("Weston-super-Mare", "Somerset", "BS22 BS23 BS24", "01934 4## ###", 22),
    _uk("Clevedon", "Somerset", "BS21", "01275 8## ###", 12),
    _uk("Portishead", "Somerset", "BS20", "01275 8## ###", 12),
    _uk("Keynsham", "Somerset", "BS31", "0117 9## ####", 12),
    _uk("Yate", "Gloucestershire", "BS37", "01454 3## ###", 10),
    _uk("Thornbury", "Gloucestershire", "BS35", "01454 4## ###", 8),
    _uk("Gloucester", "Gloucestershire", "GL1 GL2 GL4", "01452 5## ###", 14),
    _uk("Cheltenham", "Gloucestershire", "GL50 GL51 GL52", "01242 5## ###", 14),
    _uk("Stroud", "Gloucestershire", "GL5", "01453 7## ###", 10),
    _uk("Swindon", "Wiltshire", "SN1 SN2 SN3", "01793 5## ###", 12),
    _uk("Chippenham", "Wiltshire", "SN14 SN15", "01249 6## ###", 8),
    _uk("Trowbridge", "Wiltshire", "BA14", "01225 7## ###", 8),
    _uk("Salisbury", "Wiltshire", "SP1 SP2", "01722 3## ###", 5),
    _uk("Taunton", "Somerset", "TA1 TA2", "01823 3## ###", 9),
    _uk("Wells", "Somerset", "BA5", "01749 6## ###", 6),
    _uk("Frome", "Somerset", "BA11", "01373 4## ###", 8),
    _uk("Bridgwater", "Somerset", "TA6", "01278 4## ###", 6),
    _uk("Yeovil", "Somerset", "BA20 BA21", "01935 4## ###", 5),
    _uk("Exeter", "Devon", "EX1 EX2 EX4", "01392 4## ###", 9),
    _uk("Plymouth", "Devon", "PL1 PL3 PL4 PL6", "01752 6## ###", 7),
    _uk("Torquay", "Devon", "TQ1 TQ2", "01803 2## ###"),
    _uk("Barnstaple", "Devon", "EX31 EX32", "01271 3## ###"),
    _uk("Truro", "Cornwall", "TR1", "01872 2## ###"),
    _uk("Falmouth", "Cornwall", "TR11", "01326 3## ###", 2),
    _uk("Penzance", "Cornwall", "TR18", "01736 3## ###", 2),
    _uk("Dorchester", "Dorset", "DT1", "01305 2## ###", 2),
    _uk("Bournemouth", "Dorset", "BH1 BH5 BH8", "01202 3## ###", 4),
    _uk("Poole", "Dorset", "BH14 BH15", "01202 6## ###"),
    _uk("Southampton", "Hampshire", "SO14 SO15 SO16", "023 80## ####", 4),
    _uk("Portsmouth", "Hampshire", "PO1 PO4", "023 92## ####"),
    _uk("Winchester", "Hampshire", "SO22 SO23", "01962 8## ###"),
    _uk("Reading", "Berkshire", "RG1 RG2 RG4", "0118 9## ####", 5),
    _uk("Oxford", "Oxfordshire", "OX1 OX2 OX3 OX4", "01865 2## ###", 6),
    _uk("Milton Keynes", "Buckinghamshire", "MK1 MK3 MK9", "01908 6## ###"),
    _uk("Guildford", "Surrey", "GU1 GU2", "01483 5## ###"),
    _uk("Brighton", "East Sussex", "BN1 BN2", "01273 6## ###", 4),
    _uk("Canterbury", "Kent", "CT1 CT2", "01227 4## ###", 2),
    _uk("Maidstone", "Kent", "ME14 ME15", "01622 6## ###", 2),
    _uk("Southend-on-Sea", "Essex", "SS1 SS2", "01702 4## ###", 2),
    _uk("Colchester", "Essex", "CO1 CO3", "01206 5## ###", 2),
    _uk("London", "Greater London", "N1 N16 E8 E17 SE5 SE22 SW4 SW17 NW3 NW6 W4 W12", "020 7### ####", 40),
    _uk("Croydon", "Surrey", "CR0", "020 86## ####"),
    _uk("Cambridge", "Cambridgeshire", "CB1 CB3 CB4", "01223 3## ###"),
    _uk("Peterborough", "Cambridgeshire", "PE1 PE2", "01733 5## ###", 2),
    _uk("Norwich", "Norfolk", "NR1 NR2 NR3", "01603 6## ###"),
    _uk("Ipswich", "Suffolk", "IP1 IP3 IP4", "01473 2## ###", 2),
    _uk("Northampton", "Northamptonshire", "NN1 NN2", "01604 6## ###", 2),
    _uk("Leicester", "Leicestershire", "LE1 LE2 LE3", "0116 2## ####", 4),
    _uk("Nottingham", "Nottinghamshire", "NG1 NG2 NG5 NG7", "0115 9## ####", 4),
    _uk("Derby", "Derbyshire", "DE1 DE22 DE23", "01332 3## ###"),
    _uk("Lincoln", "Lincolnshire", "LN1 LN2", "01522 5## ###", 2),
    _uk("Birmingham", "West Midlands", "B5 B13 B14 B15 B17 B29", "0121 4## ####", 9),
    _uk("Coventry", "West Midlands", "CV1 CV3 CV5", "024 76## ####"),
    _uk("Wolverhampton", "West Midlands", "WV1 WV3", "01902 7## ###", 2),
    _uk("Worcester", "Worcestershire", "WR1 WR2 WR5", "01905 6## ###", 4),
    _uk("Hereford", "Herefordshire", "HR1 HR2 HR4", "01432 3## ###", 4),
    _uk("Shrewsbury", "Shropshire", "SY1 SY3", "01743 3## ###", 2),
    _uk("Stoke-on-Trent", "Staffordshire", "ST1 ST4", "01782 7## ###", 2),
    _uk("Chester", "Cheshire", "CH1 CH2", "01244 3## ###", 2),
    _uk("Liverpool", "Merseyside", "L1 L8 L15 L17 L18", "0151 7## ####", 5),
    _uk("Manchester", "Greater Manchester", "M1 M14 M20 M21 M4", "0161 2## ####", 7),
    _uk("Stockport", "Greater Manchester", "SK1 SK4", "0161 4## ####", 2),
    _uk("Preston", "Lancashire", "PR1 PR2", "01772 7## ###", 2),
    _uk("Lancaster", "Lancashire", "LA1", "01524 3## ###", 2),
    _uk("Kendal", "Cumbria", "LA9", "01539 7## ###", 1),
    _uk("Leeds", "West Yorkshire", "LS1 LS6 LS7 LS8 LS17", "0113 2## ####", 6),
    _uk("Bradford", "West Yorkshire", "BD1 BD9", "01274 5## ###", 2),
    _uk("York", "North Yorkshire", "YO1 YO10 YO24", "01904 6## ###", 3),
    _uk("Sheffield", "South Yorkshire", "S1 S7 S10 S11", "0114 2## ####", 5),
    _uk("Hull", "East Riding of Yorkshire", "HU1 HU3 HU5", "01482 3## ###", 2),
    _uk("Newcastle upon Tyne", "Tyne and Wear", "NE1 NE2 NE3 NE6", "0191 2## ####", 4),
    _uk("Sunderland", "Tyne and Wear", "SR1 SR2", "0191 5## ####", 2),
    _uk("Durham", "County Durham", "DH1", "0191 3## ####", 2),
    _uk("Edinburgh", "Midlothian", "EH1 EH3 EH9 EH10", "0131 4## ####", 5),
    _uk("Glasgow", "Lanarkshire", "G1 G11 G12 G41", "0141 3## ####", 4),
    _uk("Aberdeen", "Aberdeenshire", "AB10 AB15 AB24", "01224 6## ###", 2),
    _uk("Inverness", "Inverness-shire", "IV2 IV3", "01463 2## ###", 1),
    _uk("Cardiff", "South Glamorgan", "CF10 CF11 CF14 CF24", "029 20## ####", 16),
    _uk("Newport", "Gwent", "NP19 NP20", "01633 2## ###", 10),
    _uk("Chepstow", "Gwent", "NP16", "01291 6## ###", 7),
    _uk("Swansea", "West Glamorgan", "SA1 SA2", "01792 4## ###", 4),
    _uk("Aberystwyth", "Dyfed", "SY23", "01970 6## ###", 1),
    _uk("Belfast", "County Antrim", "BT1 BT7 BT9 BT15", "028 90## ####", 3),
    _uk("Derry", "County Londonderry", "BT47 BT48", "028 71## ####", 1),
)

IRELAND = (
    _ie("Dublin", "County Dublin", "D01 D02 D04 D06 D07 D08 D09 D12 D14 D6W", "01 4## ####", 30),
    _ie("Dún Laoghaire", "County Dublin", "A96", "01 2## ####", 6),
    _ie("Swords", "County Dublin", "K67", "01 8## ####"),
    _ie("Bray", "County Wicklow", "A98", "01 2## ####"),
    _ie("Cork", "County Cork", "T12 T23", "021 4## ####", 12),
    _ie("Galway", "County Galway", "H91", "091 5## ###", 9),
    _ie("Limerick", "County Limerick", "V94", "061 4## ###", 6),
    _ie("Waterford", "County Waterford", "X91", "051 8## ###", 5),
    _ie("Kilkenny", "County Kilkenny", "R95", "056 77# ####"),
    _ie("Sligo", "County Sligo", "F91", "071 91# ####"),
    _ie("Drogheda", "County Louth", "A92", "041 98# ####"),
    _ie("Dundalk", "County Louth", "A91", "042 93# ####"),
    _ie("Tralee", "County Kerry", "V92", "066 71# ####"),
    _ie("Killarney", "County Kerry", "V93", "064 66# ####"),
    _ie("Wexford", "County Wexford", "Y35", "053 91# ####"),
    _ie("Ennis", "County Clare", "V95", "065 68# ####"),
    _ie("Athlone", "County Westmeath", "N37", "090 64# ####"),
    _ie("Mullingar", "County Westmeath", "N91", "044 93# ####"),
    _ie("Letterkenny", "County Donegal", "F92", "074 91# ####"),
    _ie("Naas", "County Kildare", "W91", "045 8## ###"),
    _ie("Castlebar", "County Mayo", "F23", "094 90# ####"),
)

UNITED_STATES = (
    _us("New York", "NY", "100 101", "212"),
    _us("Brooklyn", "NY", "112", "718"),
    _us("Buffalo", "NY", "142", "716"),
    _us("Boston", "MA", "021 022", "617"),
    _us("Providence", "RI", "029", "401"),
    _us("Hartford", "CT", "061", "860"),
    _us("Philadelphia", "PA", "191", "215"),
    _us("Pittsburgh", "PA", "152", "412"),
    _us("Baltimore", "MD", "212", "410"),
    _us("Washington", "DC", "200", "202"),
    _us("Richmond", "VA", "232", "804"),
    _us("Charlotte", "NC", "282", "704"),
    _us("Atlanta", "GA", "303", "404"),
    _us("Orlando", "FL", "328", "407"),
    _us("Miami", "FL", "331", "305"),
    _us("Nashville", "TN", "372", "615"),
    _us("New Orleans", "LA", "701", "504"),
    _us("Cleveland", "OH", "441", "216"),
    _us("Detroit", "MI", "482", "313"),
    _us("Chicago", "IL", "606", "312"),
    _us("Milwaukee", "WI", "532", "414"),
    _us("Minneapolis", "MN", "554", "612"),
    _us("St. Louis", "MO", "631", "314"),
    _us("Dallas", "TX", "752", "214"),
    _us("Houston", "TX", "770", "713"),
    _us("Austin", "TX", "787", "512"),
    _us("Denver", "CO", "802", "303"),
    _us("Phoenix", "AZ", "850", "602"),
    _us("Los Angeles", "CA", "900", "213"),
    _us("San Francisco", "CA", "941", "415"),
    _us("Portland", "OR", "972", "503"),
    _us("Seattle", "WA", "981", "206"),
)

CANADA = (
    _ca("Toronto", "ON", "M4K M4Y M5A M6G M6P", "416"),
    _ca("Ottawa", "ON", "K1N K1S K2P", "613"),
    _ca("Hamilton", "ON", "L8P L8S", "905"),
    _ca("London", "ON", "N6A N6G", "519"),
    _ca("Kingston", "ON", "K7L", "613"),
    _ca("Stratford", "ON", "N5A", "519"),
    _ca("Montréal", "QC", "H2T H2W H3A H4C", "514"),
    _ca("Québec", "QC", "G1R G1S", "418"),
    _ca("Halifax", "NS", "B3H B3J", "902"),
    _ca("St. John's", "NL", "A1B A1C", "709"),
    _ca("Winnipeg", "MB", "R3C R3L", "204"),
    _ca("Saskatoon", "SK", "S7K S7N", "306"),
    _ca("Calgary", "AB", "T2N T2R T3A", "403"),
    _ca("Edmonton", "AB", "T5K T6G", "780"),
    _ca("Vancouver", "BC", "V5T V6B V6K", "604"),
    _ca("Victoria", "BC", "V8V V8W", "250"),
)

TOWNS = {"GB": UNITED_KINGDOM, "IE": IRELAND, "US": UNITED_STATES, "CA": CANADA}
COUNTRY_OF_REGION = {"UK": "GB", "IE": "IE", "US": "US", "CA": "CA"}

# Where customers live, by the country of the house: mostly at home.
SHARES = {
    "GB": {"GB": 82, "IE": 8, "US": 6, "CA": 4},
    "IE": {"IE": 82, "GB": 12, "US": 4, "CA": 2},
    "US": {"US": 86, "CA": 6, "GB": 6, "IE": 2},
    "CA": {"CA": 82, "US": 11, "GB": 5, "IE": 2},
}
