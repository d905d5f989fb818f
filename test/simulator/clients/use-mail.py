"""Uses mail with exchangelib: `use-mail.py url mailbox other`. Both accounts have the password `s3cret`. Prints one JSON object."""

import json
import sys

from exchangelib import (
    Account,
    DELEGATE,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDateTime,
    EWSTimeZone,
    FileAttachment,
    Message,
)
from exchangelib.items import SEND_TO_ALL_AND_SAVE_COPY, AcceptItem, MeetingRequest, MeetingResponse

url, mailbox, other = sys.argv[1:]
utc = EWSTimeZone("UTC")


def account_of(address):
    credentials = Credentials(address, "s3cret")
    configuration = Configuration(service_endpoint=url, credentials=credentials, auth_type="basic")
    return Account(address, config=configuration, autodiscover=False, access_type=DELEGATE)


account, colleague = account_of(mailbox), account_of(other)
seen = {}

draft = Message(account=account, folder=account.drafts, subject="Draft", body="text", to_recipients=[other])
draft.save()
draft.attach(FileAttachment(name="a.txt", content=b"hello"))
draft.subject = "Letter"
draft.save(update_fields=["subject"])
draft.send()
Message(account=account, subject="Second", body="text", to_recipients=[other]).send_and_save()
seen["sent"] = sorted(item.subject for item in account.sent.all())
seen["drafts"] = account.drafts.all().count()

letter = colleague.inbox.get(subject="Letter")
seen["letter"] = {
    "sender": letter.sender.email_address,
    "attachment": letter.attachments[0].content.decode(),
    "is_read": letter.is_read,
    "unread": colleague.inbox.filter(is_read=False).count(),
}
letter.is_read = True
letter.save(update_fields=["is_read"])
seen["unread"] = colleague.inbox.filter(is_read=False).count()
letter.reply(subject="Re: Letter", body="Thank you")
seen["answer"] = account.inbox.get(subject="Re: Letter").text_body.splitlines()[0]
letter.move_to_trash()

meeting = CalendarItem(
    account=account,
    folder=account.calendar,
    subject="Meeting",
    start=EWSDateTime(2027, 1, 5, 9, tzinfo=utc),
    end=EWSDateTime(2027, 1, 5, 10, tzinfo=utc),
    required_attendees=[other],
)
meeting.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
(request,) = [item for item in colleague.inbox.all() if isinstance(item, MeetingRequest)]
seen["request"] = {"start": request.start.isoformat(), "location": request.location}
request.accept(body="With pleasure")
(response,) = [item for item in account.inbox.all() if isinstance(item, MeetingResponse)]
seen["response"] = {"type": response.response_type, "subject": response.subject}
(attendee,) = account.calendar.get(subject="Meeting").required_attendees
seen["attendee"] = attendee.response_type
seen["left"] = sorted(item.subject for item in colleague.inbox.all())
seen["synced"] = sorted({kind for kind, _ in colleague.inbox.sync_items()})
print(json.dumps(seen))
