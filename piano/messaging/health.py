"""/health/live: the process answers. /health/ready: every part by name, with state and age, and whether people are harmed.

503 only where a vital part is dead; where another process carries the work on, 200 and "degraded" (docs/operating.md).
"""

from django.http import HttpRequest, JsonResponse

from piano.messaging.watch.parts import DOWN, look


def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"live": True})


def ready(request: HttpRequest) -> JsonResponse:
    """Names no person, hangs on nothing: the database has a second, Redis too."""
    seen = look()
    said = {
        "ready": seen.state != DOWN,
        "state": seen.state,
        "reason": seen.reason,
        "parts": {part.name: {"state": part.state, "age_seconds": part.age} for part in seen.parts},
        "late_sweeps": seen.silent,
    }
    return JsonResponse(said, status=503 if seen.state == DOWN else 200, headers={"Cache-Control": "no-store"})
