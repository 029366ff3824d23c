"""What demo customers are called: first names of their time, and surnames with the frequency they have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

# Only the list is read, once: faker itself would take a minute over what a seeded choice does in a second.
from faker.providers.person.en_GB import Provider as BritishNames


@dataclass(frozen=True, slots=True)
class Tradition:
    """Names that go together. First names are by sex, and where it shows, by the time of birth."""

    weight: int
    women: tuple[tuple[str, ...], ...]
    men: tuple[tuple[str, ...], ...]
    surnames: tuple[str, ...]
    frequencies: tuple[float, ...] | None = None  # cumulative, for random.choices


BORN_BY = (1955, 1985, 2100)


def _each(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _plain(weight: int, women: str, men: str, surnames: str) -> Tradition:
    return Tradition(weight, (_each(women),), (_each(men),), tuple(surnames.split(";")))


BRITISH = Tradition(
    900,
    (
        _each(
            "Margaret Patricia Jean Maureen Sheila Barbara Joan Dorothy Audrey Sylvia Brenda Pamela Beryl Doreen"
            " Shirley June Eileen Joyce Rosemary Valerie Ann Mary Elizabeth Judith Marion Hilary Gillian Janet"
        ),
        _each(
            "Susan Linda Christine Julie Karen Jacqueline Deborah Tracey Helen Sarah Alison Sharon Nicola Joanne"
            " Claire Lisa Amanda Rachel Catherine Emma Rebecca Fiona Caroline Jane Louise Michelle Samantha Victoria"
            " Kate Heather Wendy Ruth Lucy Katherine Sian Angharad"
        ),
        _each(
            "Chloe Emily Jessica Sophie Megan Charlotte Hannah Lauren Olivia Amy Ellie Georgia Lucy Bethany Holly"
            " Katie Grace Abigail Molly Alice Isla Poppy Freya Imogen Phoebe Daisy Amelia Evie Florence Zara Niamh"
            " Aisha Seren"
        ),
    ),
    (
        _each(
            "John Peter Brian Kenneth Ronald Derek Raymond Dennis Roy Donald Norman Geoffrey Gordon Alan Michael"
            " David Anthony Robert Roger Keith Malcolm Bernard Leslie Graham Terence William Frederick Arthur"
        ),
        _each(
            "Paul Stephen Andrew Mark Ian Gary Kevin Christopher Simon Neil Nigel Martin Philip Timothy Jonathan"
            " Richard Darren Lee Jason Matthew James Daniel Robert Stuart Craig Adrian Gareth Nicholas Huw Edward"
            " Alexander Thomas Benjamin Samuel"
        ),
        _each(
            "Jack Joshua Thomas James Daniel Harry Callum Oliver Liam Luke Ryan Connor Jake Lewis George Charlie"
            " Alfie Archie Noah Theo Oscar Max Toby Ethan Dylan Rhys Finlay Kieran Tyler Mohammed Isaac Reuben"
        ),
    ),
    tuple(BritishNames.last_names),
    tuple(accumulate(BritishNames.last_names.values())),
)

OTHERS = (
    _plain(
        46,
        "Aoife Siobhán Caoimhe Órla Máire Niamh Gráinne Saoirse Róisín Ciara Bríd Sinéad",
        "Seán Pádraig Oisín Cian Eoghan Tadhg Conor Declan Fergal Ruairí Dónal Cormac",
        "O'Brien;Ó Súilleabháin;O'Connor;McCarthy;Ní Dhomhnaill;Fitzgerald;O'Donoghue;McGrath;Byrne;Gallagher;"
        "Mac Giolla Phádraig;Kavanagh;O'Callaghan;Brennan;Ó Briain;MacNamara",
    ),
    _plain(
        38,
        "Priya Aisha Fatima Anjali Sunita Zainab Meera Nadia Kavita Farzana Lakshmi Saima",
        "Imran Rajesh Arjun Tariq Vikram Anil Hassan Sanjay Bilal Rohan Kamran Deepak",
        "Patel;Khan;Singh;Kaur;Hussain;Begum;Chaudhry;Sharma;Ahmed;Malik;Reddy;Krishnamurthy;Bhattacharya;Rahman",
    ),
    _plain(
        26,
        "Agnieszka Małgorzata Katarzyna Łucja Zofia Ewa Jadwiga Bożena",
        "Łukasz Paweł Michał Krzysztof Wojciech Tomasz Stanisław Grzegorz",
        "Kowalski;Nowak;Wiśniewski;Wójcik;Kamiński;Lewandowski;Zieliński;Szymański;Dąbrowski;Brzęczyszczykiewicz",
    ),
    _plain(
        26,
        "María Inés Lucía Begoña Conceição Graça Sofía Núria",
        "José Ángel Joaquín Álvaro João Gonçalo Iñaki Raúl",
        "García;Fernández;Muñoz;Núñez;García Márquez;de la Cruz;Gonçalves;Peña;Ibáñez;dos Santos;Simões",
    ),
    _plain(
        22,
        "Adaeze Chiamaka Folasade Abena Thandiwe Wanjiru Grace Blessing",
        "Chinedu Olúṣẹ́gun Kwame Emeka Tendai Kofi Babatunde Samuel",
        "Okafor;Adeyemi;Mensah;Nwosu;Ọláwálé;Boateng;Owusu-Ansah;Mukherjee;Chukwu;Abiodun",
    ),
    _plain(
        20,
        "Françoise Zoë Hélène Anaïs Margaux Noëlle",
        "François Jérôme Benoît Étienne Loïc Raphaël",
        "Lefèvre;Dubois;d'Arcy;Saint-Exupéry;Le Goff;Besançon;Château-Renault;L'Hôpital;Garçon",
    ),
    _plain(
        18,
        "Ingrid Käthe Saskia Annelies Jördis Åsa Sigrún Solveig",
        "Jürgen Søren Björn Willem Håkon Dieter Jeroen Günther",
        "van der Berg;Müller;Jørgensen;von Trapp;Strauß;van den Heuvel;Åkesson;de Vries;Þórsdóttir;ter Haar;Größ",
    ),
    _plain(
        14,
        "Mei-Ling Xiu Hui Yuki Ji-woo Sakura",
        "Wei Jun Kenji Min-jun Haruto Ho-sung",
        "Chan;Wong;Li;Nguyễn;Trần;Tanaka;Kim;Park;Ng;Ōkubo;Zhang",
    ),
    _plain(
        7,
        "Ελένη Κατερίνα Ωμέγα Αθηνά Σοφία",
        "Γιώργος Νίκος Δημήτρης Οδυσσέας",
        "Παπαδόπουλος;Νικολάου;Αγγελόπουλος;Ιωάννου;Οικονόμου",
    ),
    _plain(
        7,
        "Олена Ірина Наталія Ольга Юлія",
        "Андрій Дмитро Сергій Ігор Ярослав",
        "Шевченко;Коваленко;Бондар;Мельник;Ткач",
    ),
    _plain(5, "芳 秀英 美玲 静", "伟 明 建国 志强", "李;王;张;陈;欧阳"),
    _plain(4, "مريم فاطمة ليلى نور", "محمد علي يوسف كريم", "حسن;الخطيب;منصور;عبد الله"),
    _plain(2, "נועה תמר שירה", "דוד יעקב אורי", "כהן;לוי;מזרחי"),
)
TRADITIONS = (BRITISH, *OTHERS)
TRADITION_WEIGHTS = tuple(accumulate(tradition.weight for tradition in TRADITIONS))

# As long as the columns are read to hold: fifty characters each.
LONG_FIRST = "Wilhelmina-Theodora Anastasia Philippa Constantina"
LONG_LAST = "Cholmondeley-Featherstonehaugh-Wriothesley-Marjori"

NICKNAMES = {
    "Margaret": "Peggy",
    "Patricia": "Pat",
    "Elizabeth": "Liz",
    "Judith": "Judy",
    "Pamela": "Pam",
    "Dorothy": "Dot",
    "Susan": "Sue",
    "Christine": "Chris",
    "Deborah": "Debbie",
    "Catherine": "Cathy",
    "Katherine": "Kate",
    "Rebecca": "Becky",
    "Samantha": "Sam",
    "Victoria": "Vicky",
    "Amanda": "Mandy",
    "Jessica": "Jess",
    "Abigail": "Abi",
    "Charlotte": "Lottie",
    "Kenneth": "Ken",
    "Ronald": "Ron",
    "Raymond": "Ray",
    "Michael": "Mike",
    "Anthony": "Tony",
    "Robert": "Bob",
    "William": "Bill",
    "Stephen": "Steve",
    "Andrew": "Andy",
    "Christopher": "Chris",
    "Philip": "Phil",
    "Timothy": "Tim",
    "Richard": "Dick",
    "Matthew": "Matt",
    "James": "Jim",
    "Daniel": "Dan",
    "Benjamin": "Ben",
    "Samuel": "Sam",
    "Edward": "Ted",
    "Alexander": "Alex",
    "Thomas": "Tom",
    "Joshua": "Josh",
}

COMPANIES = (
    "& Sons Ltd",
    "Builders",
    "Accountants LLP",
    "Architects",
    "Solicitors",
    "Design",
    "Books",
    "Travel",
    "Florists",
)
BODIES = (
    "Primary School",
    "High School",
    "Academy",
    "College",
    "Choral Society",
    "Rotary Club",
    "Women's Institute",
    "Amateur Operatic Society",
    "Book Club",
    "Brownies",
    "Hospice",
    "Chamber of Commerce",
    "U3A",
    "Theatre Club",
    "Rugby Football Club",
    "Community Trust",
    "Arts Festival",
    "Care Home",
    "Library",
    "Hotel",
)
SAINTS = ("St Mary's", "St Peter's", "Holy Trinity", "St John's", "All Saints", "St Anne's", "Christ Church")
LONG_ORGANISATION = (
    "The Worshipful Company of Makers of Playing Cards, Theatrical Masks"
    " and Stage Machinery of the City and its Environs Ltd"
)
