"""Uses a calendar with exchangelib: `use-calendar.py url username password scheme mailbox access`. Prints one JSON object."""

import json
import sys

from exchangelib import Account, CalendarItem, Configuration, Credentials, EWSDateTime, EWSTimeZone

url, username, password, scheme, mailbox, access = sys.argv[1:]
utc = EWSTimeZone("UTC")


def at(day, hour):
    return EWSDateTime(2027, 1, day, hour, tzinfo=utc)


configuration = Configuration(
    service_endpoint=url, credentials=Credentials(username, password), auth_type=scheme
)
account = Account(mailbox, config=configuration, autodiscover=False, access_type=access)
calendar = account.calendar

item = CalendarItem(
    account=account, folder=calendar, subject="New", start=at(5, 9), end=at(5, 10), body="text"
)
item.save()
item.location = "Room 1"
item.save(update_fields=["location"])
(free_busy,) = account.protocol.get_free_busy_info(
    [(account, "Organizer", False)], start=at(5, 0), end=at(6, 0)
)
found = calendar.get(subject="New")
seen = {
    "folder": calendar.name,
    "view": [entry.subject for entry in calendar.view(start=at(4, 0), end=at(6, 0))],
    "found": {"body": found.body, "location": found.location},
    "busy": [event.busy_type for event in free_busy.calendar_events],
    "folders": sorted(folder.name for folder in account.msg_folder_root.children),
}
item.delete()
seen["left"] = [entry.subject for entry in calendar.all()]
print(json.dumps(seen))
