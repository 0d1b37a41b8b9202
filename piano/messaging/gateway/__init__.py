"""What SMS and voice share: one HTTP exchange with a provider that a file describes, and the provider's signed answers.

`description` reads the file, `exchange` talks within a limit and says what it knows, `judging` tells a no from a not now,
`signing` knows a real callback from a forged one. docs/channels.md says how a provider is connected.
"""

from django.conf import settings

from piano.messaging.gateway.description import Gateway


def gateway_named(name: str) -> Gateway | None:
    """The provider of `sms` or `voice`, None where the operator named none."""
    found: Gateway | None = settings.GATEWAYS.get(name)
    return found
