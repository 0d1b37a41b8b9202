"""`/verwaltung/`: GWG's panel. Places, organisations, kinds of help, prices, accounts and roles of staff and partners.

Never residents, volunteers or requests: their existence as users is private already. Only what stands here is in the
panel; nothing registers itself. One enters through the same sign-in as everybody, with the second factor.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.sites import UnfoldAdminSite

from piano.kit import clock
from piano.kit.phone_form import ReadsPhone
from piano.messaging.times.models import LETTER, WritingHours
from piano.messaging.times.rules import set_hours
from quarters.history import history_of
from quarters.models import (
    Category,
    District,
    MeetingPoint,
    OfficeDay,
    OfficeHours,
    Organisation,
    Price,
    Programme,
    Quarter,
    Role,
    RoleKind,
    RouteStop,
    Tenure,
    User,
)
from quarters.panel_times import ENTRIES, TIMES
from quarters.people.languages import SPOKEN


class Panel(UnfoldAdminSite):
    """Open to superusers and to people with the role GWG today."""

    site_title = "piAno Verwaltung"
    site_header = "piAno"
    index_title = "Verwaltung"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and _is_gwg(request)


def _is_gwg(request: HttpRequest) -> bool:
    user: Any = request.user
    if not user.is_authenticated:
        return False
    return bool(user.is_superuser or (user.is_staff and RoleKind.GWG_STAFF in user.role_kinds))


class GwgAdmin(ModelAdmin):
    """GWG may add and change; what others refer to is ended by a date, not deleted."""

    object_history_template = "quarters/panel_history.html"
    formfield_overrides = ENTRIES

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """From the audit trail, not from the panel's own log: what SQL changed stands there, too."""
        row = self.get_object(request, unquote(object_id))
        told = history_of(row) if row else []
        answer: HttpResponse = super().history_view(request, object_id, {**(extra_context or {}), "told": told})
        return answer

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_gwg(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_gwg(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_gwg(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_gwg(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PlaceInline(TabularInline):
    """Parts of a place that GWG adds, changes and removes."""

    extra = 0
    formfield_overrides = TIMES
    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: _is_gwg(request)
    )


class QuarterInline(PlaceInline):
    model = Quarter
    fields = ["name", "slug"]


class DistrictForm(ReadsPhone, forms.ModelForm):
    """The number as everybody dials it, however it was typed."""


class DistrictAdmin(GwgAdmin):
    form = DistrictForm
    list_display = ["number", "name", "phone", "city", "postcodes", "has_landlord_stock"]
    list_filter = ["city", "has_landlord_stock"]
    search_fields = ["name", "quarters__name"]
    inlines = [QuarterInline]


class OfficeHoursInline(PlaceInline):
    model = OfficeHours
    fields = ["weekday", "opens", "closes"]


class OfficeDayInline(PlaceInline):
    model = OfficeDay
    fields = ["day", "opens", "closes", "note"]


class TenureInline(StackedInline):
    """History stays: who ran it is ended by a date, not deleted."""

    model = Tenure
    extra = 0
    has_view_permission = has_add_permission = has_change_permission = lambda self, request, obj=None: _is_gwg(request)
    has_delete_permission = lambda self, request, obj=None: False  # noqa: E731


class RouteStopInline(PlaceInline):
    model = RouteStop
    fields = ["weekday", "arrives", "leaves", "place", "district"]


class MeetingPointForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label="Sprachen", choices=SPOKEN.items(), required=False, widget=forms.CheckboxSelectMultiple
    )


class MeetingPointAdmin(GwgAdmin):
    form = MeetingPointForm
    list_display = ["name", "district", "valid_from", "valid_until", "is_confirmed"]
    list_filter = ["district", "is_confirmed"]
    search_fields = ["name", "tenures__street"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TenureInline, OfficeHoursInline, OfficeDayInline, RouteStopInline]


class OrganisationAdmin(GwgAdmin):
    list_display = ["name", "kind", "phone"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class CategoryAdmin(GwgAdmin):
    list_display = ["position", "name", "level", "who", "is_offered"]
    list_display_links = ["name"]
    list_filter = ["level", "who", "is_offered"]
    readonly_fields = ["code"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PriceForm(forms.ModelForm):
    """A price begins and ends today or later: what was told yesterday stays told."""

    def clean(self) -> Any:
        data = super().clean() or {}
        for name in ("valid_from", "valid_until"):
            day = data.get(name)
            if day and name in self.changed_data and day < clock.today():
                self.add_error(name, _("Dieser Tag ist vorbei. Preise ändern sich ab heute oder später."))
        return data


class PriceAdmin(GwgAdmin):
    """A price is added, and ended by a date. One that has not begun yet may still be changed or removed."""

    form = PriceForm
    list_display = ["organisation", "category", "kind", "cents", "valid_from", "valid_until"]
    list_display_links = ["organisation", "kind"]
    list_filter = ["organisation", "kind"]
    fields = ["organisation", "category", "kind", "cents", "valid_from", "valid_until"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.fields[:-1] if _has_begun(obj) else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_gwg(request) and obj is not None and not _has_begun(obj)


def _has_begun(price: Price | None) -> bool:
    return price is not None and price.valid_from <= clock.today()


class WritingHoursAdmin(GwgAdmin):
    """When the house writes to people. The rows are all there; the urgent class has none, so nobody can hold it up."""

    list_display = ["channel", "message_class", "in_words"]
    fields = ["channel", "message_class", "opens", "closes", "sunday_opens", "sunday_closes"]
    readonly_fields = ["channel", "message_class"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Of letters only until when they go to the post."""
        is_letter = obj is not None and obj.channel == LETTER
        return ["channel", "message_class", "closes"] if is_letter else self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: WritingHours, form: Any, change: bool) -> None:
        set_hours(obj, now=clock.now())


class RoleFormSet(forms.BaseInlineFormSet):
    """Nobody gives herself a role that opens residents' data, nor stretches one: another of GWG's has to do it."""

    by: Any = None

    def clean(self) -> None:
        super().clean()
        is_own = self.instance.pk is not None and self.instance.pk == self.by.pk
        if is_own and any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(_("Eigene Rollen ändert jemand anderes aus der Verwaltung."))


class RoleInline(TabularInline):
    model = Role
    formset = RoleFormSet
    fields = ["kind", "district", "organisation", "valid_from", "valid_until"]
    extra = 0
    has_view_permission = has_add_permission = has_change_permission = lambda self, request, obj=None: _is_gwg(request)
    has_delete_permission = lambda self, request, obj=None: False  # noqa: E731  a role is ended by a date

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset


class ProgrammeAdmin(GwgAdmin):
    """Who gives money for conversions: a new year is a new row, an empty pot a date."""

    list_display = ["name", "fund", "valid_from", "valid_until", "empty_since", "is_verified"]
    list_filter = ["fund", "is_verified"]
    search_fields = ["name", "code"]


class AccountAdmin(GwgAdmin):
    """Accounts of staff, partners and association officers. A resident or volunteer does not appear, whatever is asked."""

    list_display = ["family_name", "given_name", "email", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["family_name", "given_name", "email"]
    fields = ["given_name", "family_name", "email", "phone", "is_active", "is_staff"]
    inlines = [RoleInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        staff = rows.filter(Q(roles__isnull=False) | Q(is_staff=True))
        return staff.filter(resident__isnull=True, volunteer__isnull=True, is_superuser=False).distinct()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account has no password: people sign in by a code."""
        if not change:
            obj.set_unusable_password()
            obj.is_staff = True
        super().save_model(request, obj, form, change)


panel = Panel(name="admin")
panel.login = secure_admin_login(panel.login)
panel.register(District, DistrictAdmin)
panel.register(MeetingPoint, MeetingPointAdmin)
panel.register(Organisation, OrganisationAdmin)
panel.register(Category, CategoryAdmin)
panel.register(Price, PriceAdmin)
panel.register(Programme, ProgrammeAdmin)
panel.register(WritingHours, WritingHoursAdmin)
panel.register(User, AccountAdmin)
