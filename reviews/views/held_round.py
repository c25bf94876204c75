"""What the authors do with a round before it is posted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import SignedInRequest
from reviews.errors import ReviewError
from reviews.models import Round
from reviews.services import posting
from web.form_pages import form_on


def works_of_rounds(author: User) -> QuerySet[Round, int]:
    return Round.objects.of_author(author).values_list("submission__preprint_id", flat=True)


@login_required
@form_on("reviews:own_work", round_id=works_of_rounds)
def post_round(request: SignedInRequest, round_id: int) -> HttpResponse:
    posted = get_object_or_404(
        Round.objects.of_author(request.user).select_related("submission"), pk=round_id
    )
    try:
        posting.post_round(posted.pk, author=request.user, now=timezone.now())
    except ReviewError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The reviews and the assessment are public now."))
    return redirect("reviews:own_work", posted.submission.preprint_id)
