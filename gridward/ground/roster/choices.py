"""Words of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tenure(TextChoices):
    OWNER = "owner", _("Owner")
    TENANT = "tenant", _("Tenant")
    VACANT = "vacant", _("Vacant")
    COLLECTIVE = "collective", _("Collective")
    SHORT_LET = "short_let", _("Short let")


class Residence(TextChoices):
    """How a person belongs to the household (综治: 户籍, 流动, 境外)."""

    REGISTERED = "registered", _("Registered")
    FLOATING = "floating", _("Floating")
    AWAY = "away", _("Registered, living elsewhere")
    OVERSEAS = "overseas", _("From overseas")


class Sex(TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("Unknown")
    MALE = "1", _("Male")
    FEMALE = "2", _("Female")
    UNSPECIFIED = "9", _("Not specified")


class DocumentType(TextChoices):
    RESIDENT_ID = "resident_id", _("Resident identity card")
    PASSPORT = "passport", _("Passport")
    HK_MACAU_PASS = "hk_macau_pass", _("Hong Kong/Macao travel permit")
    TAIWAN_PASS = "taiwan_pass", _("Taiwan travel permit")
    RESIDENCE_PERMIT = "residence_permit", _("Hong Kong/Macao/Taiwan residence permit")
    FOREIGN_RESIDENCE = "foreign_residence", _("Foreign permanent residence card")
    NONE = "none", _("No document")


class Channel(TextChoices):
    PHONE = "phone", _("Phone")
    LINK = "link", _("Link")
    DOOR = "door", _("Door visit")
    PAPER = "paper", _("Paper")


class RentalType(TextChoices):
    """The six types of the rental sweep (P11)."""

    DETACHED = "detached", _("Detached house of one family")
    MANAGED_FLAT = "managed_flat", _("Flat in a managed estate")
    LIMITED_TITLE = "limited_title", _("Dwelling with limited title")
    OLD_BLOCK = "old_block", _("Old commercial block")
    ONLINE_LET = "online_let", _("Let online by the day")
    APARTMENT = "apartment", _("Apartment house")


class Frailty(TextChoices):
    """Why somebody has a named helper (P22 老弱孤寡、精神病患者、五保户)."""

    OLD_ALONE = "old_alone", _("Old and alone")
    DISABLED = "disabled", _("Disabled or bedridden")
    MENTAL = "mental", _("Mental illness")
    SUPPORTED = "supported", _("Supported by the village (five guarantees)")
    CHILD = "child", _("Child without parents at home")
    CHRONIC = "chronic", _("Pregnant or chronically ill")


class ContactOutcome(TextChoices):
    """What a contact with a vulnerable person ended in."""

    WELL = "well", _("Well")
    HELPED = "helped", _("Helped on the spot")
    NEEDS = "needs", _("Needs help")
    NOT_REACHED = "not_reached", _("Nobody answered")


class DeclarationState(TextChoices):
    """domain 5.3: submitted -> checked -> accepted | returned | duplicate."""

    SUBMITTED = "submitted", _("Submitted")
    CHECKED = "checked", _("In review")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    DUPLICATE = "duplicate", _("Duplicate")


class CaseTextState(TextChoices):
    """open -> confirmed | dropped; both can be taken back (see rules.case_texts)."""

    OPEN = "open", _("To be read")
    CONFIRMED = "confirmed", _("Confirmed")
    DROPPED = "dropped", _("Dropped")


class ImportState(TextChoices):
    """uploaded -> mapped -> running -> done | stopped; done -> undone (see rules.imports)."""

    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns chosen")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    UNDONE = "undone", _("Undone")


class RowOutcome(TextChoices):
    ADDED = "added", _("Added")
    RETURNED = "returned", _("Kept, to be mended")
    UNCHANGED = "unchanged", _("Already there")
    REFUSED = "refused", _("Refused")
    BLANK = "blank", _("Not a record")
    MENDED = "mended", _("Mended by a later list")
    UNDONE = "undone", _("Undone")


class Arrival(TextChoices):
    """What came in and may mean somebody of the register."""

    PERSON = "person", _("Another record of the register")
    DECLARATION = "declaration", _("A declaration")
    PUSHED = "pushed", _("An entry of a list from above")


class MatchState(TextChoices):
    """One pair: open -> same | different | asked; everything goes back (`rules.pairs`)."""

    OPEN = "open", _("Undecided")
    ASKED = "asked", _("The other place is asked")
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Two people")
    LINKED = "linked", _("Linked by the machine")


class Side(TextChoices):
    LEFT = "left", _("The record that came later")
    RIGHT = "right", _("The record that was there")


class Target(TextChoices):
    """What the rows of a list become; a survey export becomes submissions: ``form:<id>``."""

    HOUSEHOLD = "household", _("List of households")
    PERSON = "person", _("Persons")
    ENTERPRISE = "enterprise", _("Enterprises")
    PLACE = "place", _("Places")
    VEHICLE = "vehicle", _("Vehicles")
    PUSHED = "pushed", _("List from above (people to be checked)")


class Event(TextChoices):
    PERSON_READ = "roster.person_read", _("Person looked at")
    PERSON_IDENTIFIED = "roster.person_identified", _("Person shown in full")
    HOUSEHOLD_READ = "roster.household_read", _("Household looked at")
    DECLARATION_READ = "roster.declaration_read", _("Declaration looked at")
    PERSON_FOUND = "roster.person_looked_up", _("Person searched for")
    PERSON_ADDED = "roster.person_added", _("Person added")
    PERSON_CORRECTED = "roster.person_corrected", _("Person corrected")
    HOUSEHOLD_ADDED = "roster.household_added", _("Household added")
    HOUSEHOLD_CORRECTED = "roster.household_corrected", _("Household corrected")
    VEHICLE_ADDED = "roster.vehicle_added", _("Vehicle added")
    RENTAL_REGISTERED = "roster.rental_registered", _("Rental registered")
    RENTAL_CHANGED = "roster.rental_changed", _("Rental changed")
    RENTAL_ENDED = "roster.rental_ended", _("Rental ended")
    RENTAL_READ = "roster.rental_read", _("Rental looked at")
    TENANT_ADDED = "roster.tenant_added", _("Tenant added")
    TENANT_LEFT = "roster.tenant_left", _("Tenant left")
    HELPER_NAMED = "roster.helper_named", _("Helper named")
    HELPER_ENDED = "roster.helper_ended", _("Helper ended")
    CONTACTED = "roster.contacted", _("Contact noted")
    PERSONS_MERGED = "roster.persons_merged", _("Two records of one person joined")
    PERSONS_UNMERGED = "roster.persons_unmerged", _("A joining of records taken back")
    MATCH_DECIDED = "roster.match_decided", _("Pair decided")
    MATCH_ASKED = "roster.match_asked", _("Other place asked about a pair")
    MATCH_DECLINED = "roster.match_declined", _("Other place declined a pair")
    MATCH_REOPENED = "roster.match_reopened", _("Decision about a pair taken back")
    MATCH_READ = "roster.match_read", _("Pair looked at")
    MATCH_PAIRED = "roster.match_paired", _("Pair put side by side by hand")
    LINKED = "roster.linked", _("Record linked to a person")
    SOUGHT = "roster.sought", _("Register searched for double records")
    EXPORTED = "roster.exported", _("List taken out")
    IMPORTED = "roster.imported", _("List imported")
    IMPORT_UNDONE = "roster.import_undone", _("Import undone")
    IMPORT_STARTED = "roster.import_started", _("Import started")
    PUSHED = "roster.pushed", _("List from above received")
    CASE_TEXT_TAKEN = "roster.case_text_taken", _("Case text taken in")
    CASE_TEXT_READ = "roster.case_text_read", _("Case text looked at")
    CASE_TEXT_CONFIRMED = "roster.case_text_confirmed", _("Case text confirmed")
    CASE_TEXT_DROPPED = "roster.case_text_dropped", _("Case text dropped")
    CASE_TEXT_REOPENED = "roster.case_text_reopened", _("Case text taken back")
    DECLARATION_ROUTED = "roster.declaration_routed", _("Declaration routed")
    DECLARATION_ACCEPTED = "roster.declaration_accepted", _("Declaration accepted")
    DECLARATION_RETURNED = "roster.declaration_returned", _("Declaration returned")
    DECLARATION_REOPENED = "roster.declaration_reopened", _("Declaration reopened")
