"""Policies of what connections, searches, mutations and refusals are made of. A name with `*` is of all that fit."""

TABLE = """
*Connection
    open: edges nodes pageInfo totalCount totalCountCapped
*Edge
    open: cursor node
PageInfo: open
CustomerConnection
    record: nodes
CustomerEdge
    record: node
CustomerSearchConnection
    record: nodes
    open: otherKind whyNoMatch createFrom candidatesCapped
    asker: canCreate
SearchEdge
    record: node
    open: mergedFrom
OtherKind: open
    record: customer
NearMiss: open
    record: customer
CreateFrom: open
PossibleDuplicates
    open: candidates thresholds
DuplicateCandidate: open
    record: customer
DuplicateThresholds: open
DuplicatePair: open
    record: first second

*Payload
    record: customer note address
    open: errors
DismissDuplicatePayload
    record: first second
UpdateCustomerPayload
    open: deactivationOffered
DeactivateCustomerPayload
    open: warnings
DeactivationWarning: open
    record: about
ConvertCustomerPayload: open
    record: person
    open: removed moved copied
ConversionPreview: open
    open: removed moved copied blockers warnings relationships restorable
    signed-in: relationshipTypes
ConversionEffect: open
ConversionBlocker: asker
ConversionWarning: open
ConversionRelationship: asker
RestorableDetails: open
TagGroupPayload
    signed-in: tagGroup
TagPayload
    signed-in: tag
SetAutotagCriteriaPayload
    signed-in: tag
DownloadStatementPayload
    asker: link
    signed-in: job
CancelJobPayload
    signed-in: job
PreviewAutotagPayload
    signed-in: job
ReevaluateAutotagsPayload
    signed-in: came went
AttributeDefinitionPayload
    signed-in: definition
PreferenceDefinitionPayload
    signed-in: definition
UserAccountPayload
    users: account

PrepareGiftAidClaimPayload
    gift-aid-claims: claim
PreviewGiftAidClaimPayload
    gift-aid-claims: claim
SubmitGiftAidClaimPayload
    gift-aid-claims: claim
RecordGiftAidClaimOutcomePayload
    gift-aid-claims: claim
AbandonGiftAidClaimPayload: open
ExportGiftAidClaimPayload
    open: files
GiftAidClaimFile: open

UserError: open
    open: code message path
CustomerMerged
    record: survivor
EmailNotUnique
    record: holder
PossibleDuplicate
    open: candidates
RelationshipTypeIncompatible: open
ProtectedAttributeNotCopied: open
StaleVersion: open
    open: fields
FieldConflict: open
GiftsNotClaimable: open
    open: gifts
UnclaimableGift: open
RowsNotValid: open
    open: rows
FaultyRow: open
"""
