"""The operations that the GraphiQL page offers; the records in them are in every demo."""

from __future__ import annotations

from gateway.door.graphiql import WHAT_THERE_IS, Example

OPEN_A_RECORD = Example(
    "Open a record",
    """query OpenARecord($id: ID! = "I-1000001") {
  customer(id: $id) {
    friendlyId
    fullName
    ... on Individual {
      email
      age
      household {
        name
      }
    }
    addresses {
      line1
      town
      postcode
      isDefaultBilling
    }
    tags {
      name
    }
    contactPreferences {
      definition {
        name
      }
      answer
    }
    popUpNotes {
      body
    }
  }
}
""",
    description="A whole screen in one request.",
    group="Reading",
)

WHAT_I_MAY_DO = Example(
    "What I may do with it",
    """query WhatIMayDo($id: ID! = "I-1000001") {
  customer(id: $id) {
    sections {
      label
      available
      count
      disabledReason
    }
    actions {
      label
      allowed
      reason
    }
  }
}
""",
    description="Ask it as two people: the answers differ.",
    group="Reading",
)

WHO_CHANGED_WHAT = Example(
    "Who changed what",
    """query WhoChangedWhat($id: ID! = "I-1000001") {
  customer(id: $id) {
    audit(first: 10) {
      nodes {
        at
        event
        narrative
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
""",
    description="The newest ten changes, and where the next page begins.",
    group="Reading",
)

EXAMPLES = (OPEN_A_RECORD, WHAT_I_MAY_DO, WHO_CHANGED_WHAT, WHAT_THERE_IS)
