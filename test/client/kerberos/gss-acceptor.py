"""Verifies tokens of HTTP Negotiate with MIT's GSS-API: a JSON object a line in, one out.

In: {"token": base64, "binding": base64 or null}, binding being the whole application data of the channel.
Out: {"accepted": bool, "principal", "target", "bound", "error", "token": base64 or null}
"""
import base64
import json
import sys

import gssapi
import gssapi.raw

CHANNEL_BOUND = 0x800

credentials = gssapi.Credentials(usage="accept")


def text(name):
    return gssapi.raw.display_name(name).name.decode()


def answer(request):
    binding = request["binding"]
    bindings = binding and gssapi.raw.ChannelBindings(application_data=base64.b64decode(binding))
    try:
        result = gssapi.raw.accept_sec_context(base64.b64decode(request["token"]), credentials, None, bindings)
    except gssapi.exceptions.GSSError as error:
        token = getattr(error, "token", None)
        return {"accepted": False, "error": str(error), "token": token and base64.b64encode(token).decode()}
    context = gssapi.raw.inquire_context(result.context)
    return {
        "accepted": not result.more_steps,
        "principal": text(result.initiator_name),
        "target": context.target_name and text(context.target_name),
        "bound": bool(int(result.flags) & CHANNEL_BOUND),
        "token": result.token and base64.b64encode(result.token).decode(),
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
