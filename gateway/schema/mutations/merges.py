"""Merging two records as they were looked at (MRG-29, MRG-P03)."""

from __future__ import annotations

from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.resolvers.merge_previews import merge
from gateway.schema import errors as e
from gateway.schema import merge_errors as m
from gateway.schema._mutations import mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.mutations.bulk_jobs import JobPayload

MergeCustomersError = Annotated[
    Union[
        e.NotFound, m.StalePlan, m.SameCustomer, e.MergeInProgress, e.CustomerMerged, e.CustomerInactive,
        e.EmailNotUnique,
    ],
    strawberry.union("MergeCustomersError", description="Why nothing was merged."),
]  # fmt: skip
