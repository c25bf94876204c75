"""The pages about the mails of the works under review."""

from django.urls import path

from reviews.views import outbox

urlpatterns = [
    path("editor/outbox/", outbox.outbox, name="outbox"),
    path("editor/outbox/<int:mail_id>/stop/", outbox.stop_mail, name="stop_mail"),
    path("editor/outbox/<int:mail_id>/again/", outbox.send_mail_again, name="send_mail_again"),
]
