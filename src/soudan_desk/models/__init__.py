"""What the office keeps: one file per record. Importing this package makes every table known."""

from soudan_desk.models.action import Action
from soudan_desk.models.agency import Agency
from soudan_desk.models.agency_contact import AgencyContact
from soudan_desk.models.agenda_item import AgendaItem
from soudan_desk.models.appointment import Appointment
from soudan_desk.models.attachment import Attachment
from soudan_desk.models.attendance import Attendance
from soudan_desk.models.base import Record, fields_of, record_kinds
from soudan_desk.models.case import Case
from soudan_desk.models.case_transfer import CaseTransfer
from soudan_desk.models.case_worker import CaseWorker
from soudan_desk.models.centre_setting import CentreSetting
from soudan_desk.models.code_addition import CodeAddition
from soudan_desk.models.compartment import Compartment, CompartmentKey
from soudan_desk.models.conference import Conference
from soudan_desk.models.conflict_block import ConflictBlock
from soudan_desk.models.consent import Consent
from soudan_desk.models.consultation import Consultation
from soudan_desk.models.deputy import Deputy
from soudan_desk.models.disability import DisabilityAssessment, DisabilityProfile
from soudan_desk.models.disclosure import Disclosure
from soudan_desk.models.disclosure_request import DisclosureRequest
from soudan_desk.models.disposal import Disposal
from soudan_desk.models.emergency_access import EmergencyAccess
from soudan_desk.models.evaluation import Evaluation
from soudan_desk.models.goal import Goal
from soudan_desk.models.handover_note import HandoverNote
from soudan_desk.models.history import AuditEntry, Revision
from soudan_desk.models.household import Household
from soudan_desk.models.kinship import Kinship
from soudan_desk.models.legal_hold import LegalHold
from soudan_desk.models.life_support import Assessment, Intake, Screening
from soudan_desk.models.member import Member
from soudan_desk.models.milestone import Milestone
from soudan_desk.models.monitoring import Monitoring
from soudan_desk.models.office_setting import OfficeSetting
from soudan_desk.models.person import Person
from soudan_desk.models.phrase import Phrase
from soudan_desk.models.plan import Plan
from soudan_desk.models.program import (
    AppMeta,
    ImportBatch,
    NumberSeries,
    PersonMerge,
    ReadMark,
    SearchDoc,
    Unsaved,
)
from soudan_desk.models.receipt import Receipt
from soudan_desk.models.referral import Referral
from soudan_desk.models.retention_rule import RetentionRule
from soudan_desk.models.review import Review
from soudan_desk.models.review_route import ReviewRoute
from soudan_desk.models.review_step import ReviewStep
from soudan_desk.models.rights_advocacy import RightsAssessment, RightsIntake
from soudan_desk.models.saved_table import SavedTable
from soudan_desk.models.saved_view import SavedView
from soudan_desk.models.service import Service
from soudan_desk.models.staff import Role, Staff
from soudan_desk.models.task import Task
from soudan_desk.models.tie import Tie
from soudan_desk.models.town import Town

__all__ = [
    "Action",
    "Agency",
    "AgencyContact",
    "AgendaItem",
    "AppMeta",
    "Appointment",
    "Assessment",
    "Attachment",
    "Attendance",
    "AuditEntry",
    "Case",
    "CaseTransfer",
    "CaseWorker",
    "CentreSetting",
    "CodeAddition",
    "Compartment",
    "CompartmentKey",
    "Conference",
    "ConflictBlock",
    "Consent",
    "Consultation",
    "Deputy",
    "DisabilityAssessment",
    "DisabilityProfile",
    "Disclosure",
    "DisclosureRequest",
    "Disposal",
    "EmergencyAccess",
    "Evaluation",
    "Goal",
    "HandoverNote",
    "Household",
    "ImportBatch",
    "Intake",
    "Kinship",
    "LegalHold",
    "Member",
    "Milestone",
    "Monitoring",
    "NumberSeries",
    "OfficeSetting",
    "Person",
    "PersonMerge",
    "Phrase",
    "Plan",
    "ReadMark",
    "Receipt",
    "Record",
    "Referral",
    "RetentionRule",
    "Review",
    "ReviewRoute",
    "ReviewStep",
    "Revision",
    "RightsAssessment",
    "RightsIntake",
    "Role",
    "SavedTable",
    "SavedView",
    "Screening",
    "SearchDoc",
    "Service",
    "Staff",
    "Task",
    "Tie",
    "Town",
    "Unsaved",
    "fields_of",
    "record_kinds",
]
