#!/usr/bin/env bash
# The same with curl, for any language that can send HTTP: the simulator as a program, controlled over HTTP.
set -euo pipefail

folder=$(mktemp -d)
${EWS_SIMULATOR:-npx ews-booking simulator} --http --json >"$folder/running" &
program=$!
trap 'kill "$program" && wait "$program"; rm -r "$folder"' EXIT
until [[ -s $folder/running ]]; do sleep 0.1; done
url=$(grep -o '"url":"[^"]*' "$folder/running" | cut -d'"' -f4)
control=$(grep -o '"control":"[^"]*' "$folder/running" | cut -d'"' -f4)

control() { curl -sS --fail-with-body -X "$1" -H 'Content-Type: application/json' ${3:+-d "$3"} "$control$2"; }
ews() { curl -sS -u 'EXAMPLE\svc-booking:s3cret' -H 'Content-Type: text/xml' -d "$1" "$url"; }

# Set up: an appointment in the calendar.
appointment='{"subject": "Surgery", "start": "2027-03-02T09:00:00Z", "end": "2027-03-02T10:00:00Z"}'
control POST api/mailboxes/dr.meier@example.com/calendar "$appointment" >/dev/null

# What the code under test does: read the calendar.
find='<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
  xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
  xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
  <s:Header>
    <t:RequestServerVersion Version="Exchange2013_SP1"/>
    <t:ExchangeImpersonation><t:ConnectingSID>
      <t:PrimarySmtpAddress>dr.meier@example.com</t:PrimarySmtpAddress>
    </t:ConnectingSID></t:ExchangeImpersonation>
  </s:Header>
  <s:Body><m:FindItem Traversal="Shallow">
    <m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
    <m:CalendarView StartDate="2027-03-02T00:00:00Z" EndDate="2027-03-03T00:00:00Z"/>
    <m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>
  </m:FindItem></s:Body>
</s:Envelope>'
ews "$find" | grep -o '<t:Subject>[^<]*'

# What goes wrong.
control POST api/faults '{"fault": "serviceUnavailable", "retryAfter": 30}' >/dev/null
ews "$find" -o /dev/null || true
control GET 'api/requests?limit=10' | grep -o '"status":503'
