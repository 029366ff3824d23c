"""The GraphQL schema: the tabs' queries and mutations put together."""

from __future__ import annotations

from functools import cache

import strawberry

from gateway.engine.errors import RequestCode
from gateway.engine.schema import CONFIG, GatewaySchema
from gateway.schema.accounts import UserAccountQuery
from gateway.schema.activities import ActivityQuery
from gateway.schema.agents import AgentQuery
from gateway.schema.attributes import AttributeQuery
from gateway.schema.audit import AuditQuery
from gateway.schema.autotags import AutotagQuery
from gateway.schema.bulk_jobs import BulkJobQuery
from gateway.schema.campaigns import Campaign
from gateway.schema.charity import CharityQuery
from gateway.schema.countries import CountryQuery
from gateway.schema.customers import CustomerQuery, Individual, Organisation
from gateway.schema.duplicates import DuplicateQuery
from gateway.schema.events import Instance
from gateway.schema.finder import FinderQuery
from gateway.schema.fundraisers import FundraiserQuery
from gateway.schema.funds import Fund
from gateway.schema.gift_aid_claims import GiftAidClaimQuery
from gateway.schema.gift_aid_explanations import GiftAidQuery
from gateway.schema.gift_aid_what_if import GiftAidWhatIfQuery
from gateway.schema.mailings import IntegratedEmail, PostalMailing
from gateway.schema.merchandise import Product
from gateway.schema.merge_history import MergeHistoryQuery
from gateway.schema.merge_previews import MergeQuery
from gateway.schema.mutations.accounts import UserAccountMutation
from gateway.schema.mutations.activation import ActivationMutation
from gateway.schema.mutations.addresses import AddressMutation
from gateway.schema.mutations.attribute_definitions import AttributeDefinitionMutation
from gateway.schema.mutations.autotags import AutotagMutation
from gateway.schema.mutations.bulk_jobs import BulkJobMutation
from gateway.schema.mutations.charity import CharityMutation
from gateway.schema.mutations.customers import CustomerMutation
from gateway.schema.mutations.gift_aid import GiftAidMutation
from gateway.schema.mutations.gift_aid_claim_files import GiftAidClaimFileMutation
from gateway.schema.mutations.gift_aid_claims import GiftAidClaimMutation
from gateway.schema.mutations.gift_aid_exclusions import GiftAidExclusionMutation
from gateway.schema.mutations.images import ImageMutation
from gateway.schema.mutations.merges import MergeMutation
from gateway.schema.mutations.notes import NoteMutation
from gateway.schema.mutations.online_accounts import OnlineAccountMutation
from gateway.schema.mutations.pinboard import PinboardMutation
from gateway.schema.mutations.preference_definitions import PreferenceDefinitionMutation
from gateway.schema.mutations.preferences import ContactPreferenceMutation
from gateway.schema.mutations.print_at_home import PrintAtHomeMutation
from gateway.schema.mutations.statements import StatementMutation
from gateway.schema.mutations.tag_groups import TagGroupMutation
from gateway.schema.mutations.tags import CustomerTagMutation
from gateway.schema.mutations.unmerges import UnmergeMutation
from gateway.schema.mutations.written_records import WrittenRecordMutation
from gateway.schema.nodes import NodeQuery
from gateway.schema.opportunities import OpportunityQuery
from gateway.schema.opportunity_stages import OpportunityStageQuery
from gateway.schema.order_items import KINDS_OF_ITEMS
from gateway.schema.orders import OrderQuery
from gateway.schema.pinboard import KINDS_OF_PINS, PinboardQuery
from gateway.schema.pledges import Legacy, Pledge
from gateway.schema.preferences import PreferenceQuery
from gateway.schema.relationship_types import RelationshipTypeQuery
from gateway.schema.renewal_previews import RenewalPreviewQuery
from gateway.schema.search import SearchQuery
from gateway.schema.statements import StatementQuery
from gateway.schema.system import SystemQuery
from gateway.schema.tags import TagQuery
from gateway.schema.ticket_types import PriceBand, TicketType
from gateway.schema.timeline_entries import KINDS_OF_ENTRIES
from gateway.schema.titles import TitleQuery
from gateway.schema.viewer import ViewerQuery
from gateway.settings import Limits


@strawberry.type(description="Everything that can be read.")
class Query(
    CustomerQuery,
    SearchQuery,
    DuplicateQuery,
    AttributeQuery,
    PreferenceQuery,
    TagQuery,
    CountryQuery,
    NodeQuery,
    TitleQuery,
    UserAccountQuery,
    ViewerQuery,
    SystemQuery,
    AuditQuery,
    AutotagQuery,
    GiftAidQuery,
    GiftAidClaimQuery,
    GiftAidWhatIfQuery,
    CharityQuery,
    FinderQuery,
    RenewalPreviewQuery,
    RelationshipTypeQuery,
    AgentQuery,
    OrderQuery,
    OpportunityQuery,
    OpportunityStageQuery,
    FundraiserQuery,
    ActivityQuery,
    PinboardQuery,
    StatementQuery,
    BulkJobQuery,
    MergeHistoryQuery,
    MergeQuery,
):
    pass


@strawberry.type(description="Everything that can be changed. Each mutation does its whole job, or nothing.")
class Mutation(
    CustomerMutation,
    ActivationMutation,
    OnlineAccountMutation,
    AddressMutation,
    ContactPreferenceMutation,
    CustomerTagMutation,
    AttributeDefinitionMutation,
    PreferenceDefinitionMutation,
    TagGroupMutation,
    AutotagMutation,
    UserAccountMutation,
    NoteMutation,
    ImageMutation,
    GiftAidClaimMutation,
    GiftAidClaimFileMutation,
    PinboardMutation,
    StatementMutation,
    BulkJobMutation,
    GiftAidMutation,
    GiftAidExclusionMutation,
    CharityMutation,
    WrittenRecordMutation,
    PrintAtHomeMutation,
    UnmergeMutation,
    MergeMutation,
):
    pass


# Types that clients may meet behind `node` alone.
OTHER_TYPES = [
    Individual,
    Organisation,
    *KINDS_OF_ITEMS,
    *KINDS_OF_PINS,
    *KINDS_OF_ENTRIES,
    Instance,
    TicketType,
    PriceBand,
    Product,
    Fund,
    Campaign,
    IntegratedEmail,
    PostalMailing,
    Pledge,
    Legacy,
    RequestCode,
]


@cache
def build(limits: Limits) -> GatewaySchema:
    """The schema with these limits; the same one for the same limits."""
    schema = strawberry.Schema(query=Query, mutation=Mutation, types=OTHER_TYPES, config=CONFIG)
    return GatewaySchema(schema, limits)
