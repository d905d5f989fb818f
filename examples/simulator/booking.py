"""Tests an EWS client in Python against the simulator, with the standard library alone: python3 booking.py

The simulator runs as a program. It prints a line of JSON with its addresses, and is controlled over HTTP.
"""
import base64
import json
import os
import shlex
import ssl
import subprocess
import unittest
import urllib.error
import urllib.request

COMMAND = os.environ.get("EWS_SIMULATOR", "npx ews-booking simulator")
MAILBOX = "dr.meier@example.com"
SOAP = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
  xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <s:Header>
    <t:RequestServerVersion Version="Exchange2013_SP1"/>
    <t:ExchangeImpersonation><t:ConnectingSID>
      <t:PrimarySmtpAddress>dr.meier@example.com</t:PrimarySmtpAddress>
    </t:ConnectingSID></t:ExchangeImpersonation>
  </s:Header>
  <s:Body>%s</s:Body>
</s:Envelope>"""
CREATE = SOAP % """<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>
  <t:Subject>Consultation</t:Subject>
  <t:Start>2027-03-02T09:00:00Z</t:Start><t:End>2027-03-02T09:30:00Z</t:End>
</t:CalendarItem></m:Items></m:CreateItem>"""


class Booking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = subprocess.Popen(shlex.split(COMMAND) + ["--json"], stdout=subprocess.PIPE, text=True)
        cls.running = json.loads(cls.program.stdout.readline())
        cls.tls = ssl.create_default_context(cafile=cls.running["ca"])

    @classmethod
    def tearDownClass(cls):
        cls.program.terminate()
        assert cls.program.wait() == 0
        cls.program.stdout.close()

    def control(self, method, path, body=None):
        """Calls the control API."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.running["control"] + path, data, headers, method=method)
        with urllib.request.urlopen(request) as response:
            return json.loads(response.read() or "null")

    def ews(self, envelope):
        """Calls EWS: what the code under test does."""
        credentials = base64.b64encode(b"EXAMPLE\\svc-booking:s3cret").decode()
        headers = {"Content-Type": "text/xml; charset=utf-8", "Authorization": "Basic " + credentials}
        request = urllib.request.Request(self.running["url"], envelope.encode(), headers)
        with urllib.request.urlopen(request, context=self.tls) as response:
            return response.read().decode()

    def test_an_appointment_is_in_the_calendar(self):
        self.assertIn("NoError", self.ews(CREATE))
        calendar = self.control("GET", f"api/mailboxes/{MAILBOX}/calendar")
        self.assertEqual(calendar["items"][0]["subject"], "Consultation")
        received = self.control("GET", "api/requests")["requests"][-1]
        self.assertEqual((received["operation"], received["status"]), ("CreateItem", 200))

    def test_a_busy_server_says_so(self):
        self.control("POST", "api/faults", {"fault": "serverBusy", "backOffMs": 2000})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ews(CREATE)
        with refused.exception as answer:
            self.assertIn("ErrorServerBusy", answer.read().decode())

    def test_the_time_can_be_set(self):
        self.control("PUT", "api/clock", {"now": "2027-03-01T08:00:00Z", "isFrozen": True})
        self.control("POST", "api/clock/advance", {"ms": 60_000})
        self.assertEqual(self.control("GET", "api/clock")["now"], "2027-03-01T08:01:00.000Z")


if __name__ == "__main__":
    unittest.main()
