"""Sums of money as people read them."""

from django import template

from quarters.ideas.reasons import say_euro

register = template.Library()
register.filter("euro", say_euro)
