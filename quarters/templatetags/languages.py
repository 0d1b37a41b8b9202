"""`{{ code|say_language }}`: a language by its German name."""

from django import template

from quarters import languages

register = template.Library()
register.filter("say_language", languages.say_language)
