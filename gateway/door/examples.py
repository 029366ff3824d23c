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

FIND_SOMEBODY = Example(
    "Find somebody",
    """query FindSomebody($term: String! = "marchbanks, o") {
  search(term: $term, first: 10) {
    totalCount
    nodes {
      friendlyId
      fullName
      addresses {
        postcode
      }
    }
    canCreate
  }
}
""",
    description="By name, email, postcode or customer number.",
    group="Reading",
)

CREATE_A_RECORD = Example(
    "Create a record",
    """mutation CreateARecord(
  $input: CreateCustomerInput! = {
    individual: {
      firstName: "Perpetua"
      lastName: "Quillfeather"
      email: "perpetua@example.com"
      address: { line1: "7 Ropewalk", town: "Bristol", postcode: "BS1 4RN", countryCode: "GB" }
    }
  }
) {
  createCustomer(input: $input) {
    customer {
      friendlyId
      fullName
    }
    errors {
      __typename
      ... on UserError {
        message
        path
      }
      ... on PossibleDuplicate {
        candidates {
          friendlyId
          name
          score
        }
      }
    }
  }
}
""",
    description="Send it twice, or without a town, and read what it is refused for.",
    group="Changing",
)

WRITE_A_NOTE = Example(
    "Write a note",
    """mutation WriteANote($id: ID! = "I-1000001", $body: String! = "Collects the tickets herself.") {
  createNote(customerId: $id, colour: BLUE, body: $body) {
    note {
      body
      createdBy
    }
    errors {
      ... on UserError {
        message
      }
    }
  }
}
""",
    description="A blue note, which all staff see.",
    group="Changing",
)

EXAMPLES = (
    OPEN_A_RECORD,
    FIND_SOMEBODY,
    WHAT_I_MAY_DO,
    WHO_CHANGED_WHAT,
    CREATE_A_RECORD,
    WRITE_A_NOTE,
    WHAT_THERE_IS,
)
