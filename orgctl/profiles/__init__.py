"""
AWS profiles for the users and administrators of an organization.
"""

from orgctl.profiles.change import Change
from orgctl.profiles.files import config_file, plan, write, write_merged
from orgctl.profiles.merge import merge, render
from orgctl.profiles.model import FORMS, Profile, ProfileError
from orgctl.profiles.people import admin_name, own_name, people, profiles_of, role_name

__all__ = [
    "FORMS",
    "Change",
    "Profile",
    "ProfileError",
    "admin_name",
    "config_file",
    "merge",
    "own_name",
    "people",
    "plan",
    "profiles_of",
    "render",
    "role_name",
    "write",
    "write_merged",
]
