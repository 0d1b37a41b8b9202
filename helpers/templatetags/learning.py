"""How templates of courses say how long something takes."""

from django import template

from helpers.courses.certifying import say_hours
from helpers.courses.sheets import say_code

register = template.Library()
register.filter("say_minutes", say_hours)
register.filter("say_code", say_code)
