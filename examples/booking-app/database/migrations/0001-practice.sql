CREATE TABLE tenants (
  id text PRIMARY KEY,
  name text NOT NULL,
  time_zone text NOT NULL,
  -- plain: texts are stored readably. sealing: new texts are sealed, older ones are being sealed. sealed: nothing else is accepted.
  plan text NOT NULL CHECK (plan IN ('plain', 'sealing', 'sealed'))
);

CREATE TABLE staff (
  id text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  mail text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('member', 'administrator'))
);

CREATE TABLE sessions (
  -- A hash, so that a copy of the database signs nobody in.
  token_hash text PRIMARY KEY,
  staff text NOT NULL REFERENCES staff ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

CREATE TABLE calendars (
  id text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  name text NOT NULL,
  mailbox text NOT NULL,
  -- Sealed on every plan: what `sealConnection` made.
  connection text NOT NULL,
  -- The EWS id of a folder, where it isn't the mailbox's default calendar.
  folder text,
  room text,
  -- JSON: WeeklyHours of ews-booking/booking.
  hours text NOT NULL,
  slot_minutes integer NOT NULL CHECK (slot_minutes BETWEEN 5 AND 480),
  buffer_before integer NOT NULL CHECK (buffer_before BETWEEN 0 AND 240),
  buffer_after integer NOT NULL CHECK (buffer_after BETWEEN 0 AND 240),
  open boolean NOT NULL,
  -- When some process last compared its rows with its appointments.
  compared_at timestamptz
);

CREATE TABLE bookings (
  -- Also the key of the appointment in Exchange, by which the reconciler finds one from the other.
  id text PRIMARY KEY,
  tenant text NOT NULL REFERENCES tenants,
  calendar text NOT NULL REFERENCES calendars,
  -- Where it is booked, whatever the calendar's rules are by now: a repeated call must ask for the same.
  folder text,
  room text,
  -- The row is written before Exchange is asked, and once more after it has answered.
  state text NOT NULL CHECK (state IN ('booking', 'booked', 'moving', 'cancelling', 'cancelled', 'taken', 'failed', 'gone')),
  -- Why it failed, or why it wasn't moved: the code of an error.
  failure text,
  title text,
  description text,
  -- JSON: name and mail address, until Exchange has them.
  customer text,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  -- Where a move leads, while it is under way.
  new_start_at timestamptz,
  new_end_at timestamptz,
  -- The rest of a `Booking` of ews-booking/booking. Item ids differ in case alone, so they are compared byte by byte.
  mailbox text,
  item_id text COLLATE "C",
  change_key text COLLATE "C",
  -- Since when there is something to do with Exchange.
  begun_at timestamptz NOT NULL DEFAULT now(),
  -- Until then a process is at work on the row, and the reconciler leaves it alone.
  leased_until timestamptz
);

CREATE INDEX bookings_unfinished ON bookings (leased_until) WHERE state IN ('booking', 'moving', 'cancelling');
CREATE INDEX bookings_by_start ON bookings (calendar, start_at);

CREATE TABLE sealings (
  tenant text PRIMARY KEY REFERENCES tenants,
  state text NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
  done integer NOT NULL,
  total integer NOT NULL,
  leased_until timestamptz
);

CREATE TABLE rate_limits (
  -- What is limited, and a keyed hash of whom.
  bucket text PRIMARY KEY,
  hits integer NOT NULL,
  resets_at timestamptz NOT NULL
);
