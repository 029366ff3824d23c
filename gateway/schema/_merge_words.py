"""The words of merges: what each of their codes means."""

from __future__ import annotations

from domain.merge_choices import MergeField, TransactionsAs
from domain.merges import (
    BlockerCode,
    BothLive,
    MergeTab,
    OtherAddresses,
    Pick,
    Reason,
    Side,
    TabStatus,
    WarningCode,
)
from domain.transformations import ValueFrom
from gateway.schema._rows import enum_type

enum_type(
    Side,
    "One of the two records of a merge.",
    named="MergeSide",
    SURVIVOR="The record merged into, which stays.",
    LOSER="The record merged away, whose id then leads to the other.",
)
enum_type(
    Pick,
    "Whose value is kept.",
    named="MergePick",
    SURVIVOR="That of the record merged into.",
    LOSER="That of the record merged away.",
    CUSTOM="Another one, in the place of both: for names and phone numbers alone.",
)
enum_type(
    MergeTab,
    "A tab of the wizard.",
    BASIC_DETAILS="Names, contact information, date of birth, picture and attributes.",
    ADDRESSES="Addresses, and which of them are the defaults.",
    CONTACT_PREFERENCES="Answers to contact preferences.",
    TAGS="Tags, autotags among them.",
    NOTES="Pop-up notes.",
    RELATIONSHIPS="Relationships, which are never merged.",
)
enum_type(
    TabStatus,
    "Whether there is something to decide on a tab.",
    named="MergeTabStatus",
    ACTION_NEEDED="The records differ: look at what is proposed.",
    SAME="Both records have the same.",
    EMPTY="The record merged away brings nothing.",
    BLOCKED="Something on it stands in the way of the merge.",
)
enum_type(
    OtherAddresses,
    "What becomes of the addresses that are no default afterwards.",
    KEEP="They stay as further addresses, those that both have once.",
    DROP="They are deleted.",
)
enum_type(
    BothLive,
    "What becomes of two live memberships of one type.",
    named="MergedMemberships",
    KEEP_BOTH="Both stay, the later one running on from the end of the other.",
    RETURN_SURVIVORS="That of the record merged into is ended.",
    RETURN_LOSERS="That of the record merged away is ended.",
)
enum_type(
    MergeField,
    "A value of the details, or the picture.",
    TITLE="Title of the person.",
    FIRST_NAME="First name of the person.",
    LAST_NAME="Last name of the person.",
    NAME="Name of the organisation.",
    PRIMARY_CONTACT="Whom to ask for at the organisation.",
    EMAIL="Email address: one of the two, with the online account that belongs to it.",
    PHONE="Phone number.",
    MOBILE="Mobile or cell number.",
    BIRTH_DATE="Date of birth.",
    DECEASED_ON="Day of death.",
    IMAGE="The picture.",
)
enum_type(
    TransactionsAs,
    "What part a record has in orders that one customer placed for another.",
    named="MergeTransactionsAs",
    OWNER="They were placed for it, which no choice can clear.",
    FACILITATOR="It placed them; naming other facilitators clears it.",
)
enum_type(
    ValueFrom,
    "Whose value stands after a merge or a conversion.",
    named="ValueFrom",
    SURVIVOR="That of the record that goes on.",
    LOSER="That of the record merged away.",
    BOTH="Those of both, or one that both have.",
    CUSTOM="Another one that was given.",
    NEITHER="None: it was left empty.",
)
enum_type(
    BlockerCode,
    "Why two records cannot be merged as it stands.",
    named="MergeBlockerCode",
    SAME_CUSTOMER="Both are the same record.",
    WRONG_KIND="One is an Individual and the other an Organisation; convert one of them first.",
    CUSTOMER_MERGED="One of them was merged away already.",
    CUSTOMER_INACTIVE="One of them is inactive.",
    MERGE_IN_PROGRESS="One of them is being merged or converted just now.",
    PROTECTED_DATA_PERMISSION="One of them has protected data, which you may not view and edit.",
    PROTECTED_ATTRIBUTE_NOT_COPIED="The record merged away has protected data that the other lacks.",
    EMAIL_CHOICE_REQUIRED="Both have an email address, and only one stays: say which.",
    MEMBERSHIP_CHOICE_REQUIRED="Both have a live membership of one type: say what becomes of them.",
    CONSENT_DOWNGRADE_NOT_ALLOWED="The later answer is No; carrying over Yes takes a reason.",
    RELATIONSHIP_HAS_TRANSACTIONS="Orders were placed through a relationship of one of them.",
    CLAIM_SUBMISSION_OPEN="Gifts of the record merged away are in a Gift Aid claim that is not finished.",
    BOTH_ARE_AGENTS="Each of the two is an agent of its own.",
    INVALID_CHOICE="Something was chosen that is of neither record, or cannot be chosen.",
)
enum_type(
    WarningCode,
    "What somebody should look at before they merge.",
    named="MergeWarningCode",
    NOT_REVERSIBLE="The merge cannot be turned back.",
    DIFFERENT_BIRTH_DATE="They were born on different days.",
    DIFFERENT_NAME_AND_ADDRESS="They have neither the last name nor an address in common.",
    DECEASED="One of them is deceased.",
    DUPLICATE_LIVE_MEMBERSHIP="Both have a live membership of one type.",
    PREFERENCE_CONFLICT="They answered a contact preference differently.",
    DIFFERENT_HOUSEHOLD="They live in different households with others.",
    GIFT_AID_CANCELLED_ON_OTHER_RECORD="Gift Aid was cancelled on one, and the other still has a declaration.",
    SAME_CAMPAIGN_TWICE="Both have an opportunity of one campaign.",
    INVITATION_CONFLICT="Both are invited to the same; one invitation stays, with the latest answer.",
    RELATIONSHIPS_DELETED="Relationships of the record merged away are deleted.",
)
enum_type(
    Reason,
    "Why a value is proposed as it is.",
    named="MergeReason",
    CHOSEN="You chose it.",
    SAME_ON_BOTH="Both records have it.",
    SURVIVOR_HAS_IT="The record merged into has one, which stays unless you choose otherwise.",
    SURVIVOR_HAS_NONE="The record merged into has none, and is given that of the other.",
    NAMES_STAY="A name is never taken over by itself.",
    NEITHER_HAS_ONE="There is none on either record.",
    CHOICE_REQUIRED="You have to choose.",
    NO_BEFORE_YES="A No of either record holds.",
    YES_BEFORE_NOT_ASKED="A Yes holds where the other was not asked.",
    UNION="What either record has, the merged one has.",
    DUPLICATE="Both have it, and one is enough.",
    NEVER_MOVES="It never moves by itself.",
    NEVER_MERGED="Relationships are never merged.",
    CRITERIA_DECIDE="The criteria of the autotag have the last word.",
)
