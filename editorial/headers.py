"""What every answer is sent with, whoever gives it: the policy that lets nothing in from elsewhere."""

from django.conf import settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
OFF = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")
OFF += ("midi", "payment", "usb", "screen-wake-lock")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{each}=()" for each in OFF),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def outside_of_django() -> dict[str, str]:
    """Those of an answer that no middleware sees, and that nobody keeps or embeds."""
    seconds = settings.SECURE_HSTS_SECONDS
    transport = {"Strict-Transport-Security": f"max-age={seconds}; includeSubDomains; preload"}
    own = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
    return HEADERS | own | (transport if seconds else {})
