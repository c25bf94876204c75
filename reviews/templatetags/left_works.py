"""What pages say of a work that is withdrawn or retracted where it was posted."""

from django import template

from reviews.left_work_words import why_it_waits

register = template.Library()
register.filter(why_it_waits)  # of the status of a work; "" where it is there
