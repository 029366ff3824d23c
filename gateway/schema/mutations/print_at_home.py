"""Handing out the tickets that a customer prints or shows on a telephone: as a file, or by mail."""

from __future__ import annotations

from typing import Annotated, Optional, Union

import strawberry

from db.work import Work
from domain.permissions import Permission
from domain.print_at_home import Scope
from gateway.context import Context
from gateway.engine.declare import computed
from gateway.resolvers import print_at_home as resolvers
from gateway.schema import errors as e
from gateway.schema import paper_errors as p
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema._rows import enum_type
from gateway.schema.file_links import FILE, FileLink, FilePayload, file_link

enum_type(
    Scope,
    "Which of a customer's tickets are meant.",
    named="PrintAtHomeScope",
    ALL="All of them, those of past instances among them.",
    UPCOMING="Those of instances today and later.",
)

CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
Which = Annotated[Scope, strawberry.argument(description="All tickets, or those still to come.")]
InstanceId = Annotated[
    Optional[strawberry.ID], strawberry.argument(description="Only tickets for this instance.")
]
OrderId = Annotated[Optional[strawberry.ID], strawberry.argument(description="Only tickets of this order.")]

DownloadError = Annotated[
    Union[e.NotFound, e.CustomerMerged, e.MergeInProgress, p.NothingToSend, e.TooMany],
    strawberry.union("DownloadPrintAtHomeTicketsError", description="Why no file was made."),
]
SendError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, p.NoEmail, p.NothingToSend, e.TooMany,
        p.MailTooSoon,
    ],
    strawberry.union("SendPrintAtHomeEmailError", description="Why no mail was sent."),
]  # fmt: skip


@strawberry.type(description="The file that was made of a customer's tickets.")
class DownloadPrintAtHomeTicketsPayload(FilePayload, CustomerPayload):
    link: Optional[FileLink] = computed(
        file_link,
        *FILE,
        description="Link to the PDF, good for fifteen minutes; null when there is none.",
    )
    ticket_count: Optional[int] = strawberry.field(
        default=None, description="How many tickets, and pages, it has; null when there is none."
    )
    errors: list[DownloadError] = strawberry.field(
        default_factory=list, description="Why there is no file; empty when there is one."
    )


@strawberry.type(description="What came of mailing a customer their tickets.")
class SendPrintAtHomeEmailPayload(CustomerPayload):
    ticket_count: Optional[int] = strawberry.field(
        default=None, description="How many tickets were sent; null when none were."
    )
    errors: list[SendError] = strawberry.field(
        default_factory=list, description="Why no mail was sent; empty when one was."
    )


async def _download(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    scope: Which = Scope.ALL,
    instance_id: InstanceId = None,
    order_id: OrderId = None,
) -> DownloadPrintAtHomeTicketsPayload:
    wanted = resolvers.Wanted(
        scope,
        None if instance_id is None else key("ins", instance_id, "instanceId"),
        None if order_id is None else key("ord", order_id, "orderId"),
    )
    made = await resolvers.download(context, tx, customer_ref(customer_id), wanted)
    return DownloadPrintAtHomeTicketsPayload(
        customer_id=made.customer_id,
        file=made.file,
        file_name=made.file_name,
        expires=made.expires,
        ticket_count=made.tickets,
    )


async def _send(
    context: Context, tx: Work, customer_id: CustomerId, scope: Which = Scope.ALL
) -> SendPrintAtHomeEmailPayload:
    customer, tickets = await resolvers.send(context, tx, customer_ref(customer_id), scope)
    return SendPrintAtHomeEmailPayload(customer_id=customer, ticket_count=tickets)


@strawberry.type
class PrintAtHomeMutation:
    download_print_at_home_tickets: DownloadPrintAtHomeTicketsPayload = mutation(
        _download,
        needs=Permission.ORDER_READ,
        description="Make a PDF of the tickets that the customer prints or shows on a telephone, one page each: all of"
        " them, or those of an instance or an order. None that was returned or is only reserved is in it, nor"
        " any of restricted orders for those who may not see them. It can be attached to a mail of your own.",
    )
    send_print_at_home_email: SendPrintAtHomeEmailPayload = mutation(
        _send,
        needs=Permission.CUSTOMER_SERVICE,
        description="Mail the customer all tickets that they print or show on a telephone, as one PDF, to the email"
        " address on the record; once a minute at most. Such a mail is not among the mailings.",
    )
