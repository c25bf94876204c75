"""Links as they stand in mails."""

import re

from django.urls import reverse

from reviews.tokens import invitation_token

# What the form to accept an invitation posts.
AS_GUEST = {"answer_as": "guest", "name": "Grace", "interests_choice": "none"}


def link_of(invitation):
    """The address in the invitation's mail."""
    return reverse("reviews:open_invitation", args=[invitation_token(invitation.nonce)])


def act_of(invitation, act):
    """What the form on the invitation's page posts to."""
    return reverse(f"reviews:{act}_invitation", args=[invitation.pk])


def links_in(mail):
    """Every address of this journal in a mail, without the host."""
    return re.findall(r"https?://[^/\s]+(/\S*)", mail.body)


def secret_link_in(mail):
    """The one link of a mail that holds a token."""
    (link,) = [link for link in links_in(mail) if re.search(r"/[0-9a-f]{64}/", link)]
    return link


def open_link(client, invitation):
    return client.get(link_of(invitation), follow=True)
