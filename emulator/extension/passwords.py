"""
Console passwords, their dates, and whether users must change them.

Operations: IAM CreateLoginProfile, GetLoginProfile, UpdateLoginProfile, ChangePassword. Source: IAM API Reference,
these operations and LoginProfile.
"""

from __future__ import annotations

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.iam.exceptions import IAMException, NotFoundException
from moto.iam.models import User

from emulator.extension.own_keys import OwnKeys
from emulator.extension.password_policy import demand_strength
from emulator.extension.root_user import RootUser


class Passwords(OwnKeys):
    """IAM's operations about passwords."""

    def create_login_profile(self) -> ActionResult:
        """Set a password, its date, and whether the user must change it. moto drops the latter two."""
        demand_strength(self.backend, str(self._get_param("Password")))
        super().create_login_profile()
        user = self.named_user()
        user.password_reset_required = bool(self._get_param("PasswordResetRequired"))
        vars(user)["password_created"] = vars(user)["password_changed"] = utcnow()
        return self._login_profile(user)

    def get_login_profile(self) -> ActionResult:
        """Return the password's data of the named user, or of the caller."""
        user = self.named_user()
        self.backend.get_login_profile(user.name)  # raises when there is none
        return self._login_profile(user)

    def update_login_profile(self) -> ActionResult:
        """Set another password, or demand a change. Parameters that are not given leave the profile unchanged."""
        user = self.named_user()
        reset = self._get_param("PasswordResetRequired")
        password = self._get_param("Password")
        if password:
            demand_strength(self.backend, password)
        required = user.password_reset_required if reset is None else bool(reset)
        self.backend.update_login_profile(user.name, password or str(user.password), required)
        if password:
            vars(user)["password_changed"] = utcnow()
        return EmptyResult()

    def change_password(self) -> ActionResult:
        """Change the caller's own password, and drop the demand for a change."""
        user = self.named_user()
        if isinstance(user, RootUser):
            raise IAMException("InvalidUserType", "Only IAM users may change their password.")
        if not user.password or user.password != self._get_param("OldPassword"):
            raise NotFoundException(f"Login profile for {user.name} with this password not found")
        demand_strength(self.backend, str(self._get_param("NewPassword")))
        self.backend.update_login_profile(user.name, self._get_param("NewPassword"), False)
        vars(user)["password_changed"] = utcnow()
        return EmptyResult()

    def _login_profile(self, user: User) -> ActionResult:
        profile = {"UserName": user.name, "CreateDate": vars(user)["password_created"]}
        return ActionResult({"LoginProfile": {**profile, "PasswordResetRequired": user.password_reset_required}})
