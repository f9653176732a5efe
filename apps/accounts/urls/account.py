"""One's own account."""

from __future__ import annotations

from django.urls import path

from apps.accounts.views import account, email_changes, photos, sign_ins

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("email/", email_changes.EmailChangeView.as_view(), name="account_email_change"),
    path("email/withdrawal/", email_changes.WithdrawEmailChangeView.as_view(), name="account_email_change_withdraw"),
    path("photo/", photos.OwnPhotoView.as_view(), name="account_photo"),
    path("photo/removal/", photos.RemoveOwnPhotoView.as_view(), name="account_photo_remove"),
    path("photo/progress/", photos.OwnPhotoProgressView.as_view(), name="account_photo_progress"),
    path("sign-ins/", sign_ins.SignInsView.as_view(), name="account_sign_ins"),
    path("sign-ins/others/ending/", sign_ins.EndOthersView.as_view(), name="account_sign_ins_end_others"),
    path("sign-ins/<uuid:pk>/ending/", sign_ins.EndView.as_view(), name="account_sign_in_end"),
    path("sign-out-everywhere/", sign_ins.SignOutEverywhereView.as_view(), name="account_sign_out_everywhere"),
]
