"""People in the admin: roles are given here; reviews and decisions are not touched."""

from django.contrib import admin

from accounts.models import Profile, Role, User


class RoleInline(admin.TabularInline[Role, User]):
    model = Role
    extra = 0


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ["email", "is_active", "date_joined"]
    list_filter = ["roles__name", "is_active"]
    search_fields = ["email", "profile__name"]
    fields = ["email", "is_active", "is_staff", "date_joined", "last_login"]
    readonly_fields = ["email", "date_joined", "last_login"]
    inlines = [ProfileInline, RoleInline]
