"""
A model of conditional changes, the protocol of `update`, `reschedule` and `adopt`, that visits every state.

There is one item of a calendar, and a window that others want. Some callers change the item: each update sets one of its fields, a move takes
it into the window, and an adoption makes a booking of it where it already is. Moves and adoptions keep the window by a hold of theirs. Bookers
want the same window. Each caller may die at every step or be slow forever, a request that changes the item may be carried out late or never while its
caller hears nothing, and any hold may be taken for stale at any time. A state is a violation if

    - two bookings have the window,
    - a caller was told that its change is done, and it was never carried out,
    - a caller's change was carried out twice, so that guests would hear of it twice, or
    - a field whose change was reported has another value, although nobody else sets it.

    python3 models/conditional_change.py 'update 0, update 1' 5     # the callers, and the most versions of the item
    python3 models/conditional_change.py 'move, book' 5
    python3 models/conditional_change.py 'adopt, book' 5 late       # whoever removes a hold leaves the item alone: why they don't

    first     'update 0, update 1' with 5 versions: 471,290 states; 'update 0, update 0' with 5: 605,810; 'move, book' with 5: 23,492;
              'adopt, book' with 5: 23,492; 'move, update 0' with 5: 781,382; 'adopt, update 0' with 5: 14,517; 'move, move' and
              'adopt, adopt' with 5: 173,554 each; 'move, update 0, book' with 3: 3,918,054; 'adopt, update 0, book' with 3: 270,701;
              'update 0, update 1, move' with 3: 6,104,695. No violation.
    late      'adopt, book' and 'move, book' with 5 versions: 19,886 states each, 128 violations.

The model leaves out conflicts with other keys, which models/hold_and_confirm.py has, and people who meddle.
"""
import sys
from collections import deque
from typing import NamedTuple, Optional

ITEMS = 3  # the most holds and bookings in all


class Target(NamedTuple):
    version: int
    inside: bool  # whether it is in the window
    confirmed: bool
    fields: tuple  # who has set each of them last


class Hold(NamedTuple):
    owner: int
    state: str  # hold, confirmed or void
    version: int


class Caller(NamedTuple):
    step: str = 'read'
    version: int = -1  # of the item, as it was read
    own: int = -1  # the position of its hold
    hold_version: int = 0
    other: int = -1  # a hold that it takes for stale, its version, and that of the item
    other_version: int = 0
    item_version: int = 0
    sent: bool = False


ENDED = ('done', 'given up', 'taken', 'dead')


class Model:
    def __init__(self, kinds, most_versions, removal):
        self.kinds = [kind.split() for kind in kinds]
        names = {kind[0] for kind in self.kinds}
        if {'adopt', 'move'} <= names:
            raise SystemExit('an item that is adopted is in the window already, so nothing moves it there')
        self.most_versions = most_versions
        self.removal = removal

    def start(self):
        adopts = any(kind[0] == 'adopt' for kind in self.kinds)
        target = Target(0, adopts, not adopts, (-1, -1))
        callers = tuple(Caller('look' if kind[0] == 'book' else 'read') for kind in self.kinds)
        return target, (), callers, (0,) * len(callers), frozenset()

    def apply(self, me, target):
        kind = self.kinds[me]
        changed = target._replace(version=target.version + 1)
        if kind[0] == 'move':
            return changed._replace(inside=True)
        if kind[0] == 'adopt':
            return changed._replace(confirmed=True)
        fields = list(changed.fields)
        fields[int(kind[1])] = me
        return changed._replace(fields=tuple(fields))

    def is_done(self, me, target):
        kind = self.kinds[me]
        if kind[0] == 'move':
            return target.inside
        return target.confirmed if kind[0] == 'adopt' else target.fields[int(kind[1])] == me

    def successors(self, state):
        target, items, callers, carried_out, pending = state
        if target.version >= self.most_versions:
            return
        count = lambda me: tuple(n + (i == me) for i, n in enumerate(carried_out))
        for request in pending:
            me, version = request
            rest = pending - {request}
            if version == target.version:
                yield self.apply(me, target), items, callers, count(me), rest
            else:
                yield target, items, callers, carried_out, rest
        for me, caller in enumerate(callers):
            if caller.step in ENDED:
                continue

            def then(step, target=target, items=items, carried_out=carried_out, pending=pending, **changes):
                changed = caller._replace(step=step, **changes)
                return target, items, callers[:me] + (changed,) + callers[me + 1 :], carried_out, pending

            yield then('dead')
            if self.kinds[me][0] == 'book':
                yield from self.book(me, caller, target, items, then)
            else:
                yield from self.change(me, caller, target, items, then, count, pending)

    def without(self, items, position):
        return items[:position] + (None,) + items[position + 1 :]

    def replaced(self, items, position, item):
        return items[:position] + (item,) + items[position + 1 :]

    def taken(self, me, target, items):
        """Whether a booking has the window. An item that changes doesn't block itself."""
        booked = any(item and item.state == 'confirmed' for item in items)
        return booked or (self.kinds[me][0] == 'book' and target.inside and target.confirmed)

    def change(self, me, caller, target, items, then, count, pending):
        needs_hold = self.kinds[me][0] in ('move', 'adopt')
        if caller.step == 'read':
            if self.kinds[me][0] != 'adopt' and not target.confirmed:
                yield then('given up')  # it isn't a booking yet
            elif self.is_done(me, target):
                yield then('done')
            elif needs_hold:
                yield then('taken') if self.taken(me, target, items) else then('create', version=target.version, sent=False)
            else:
                yield then('send', version=target.version, sent=False)
        elif caller.step == 'create' and len(items) < ITEMS:
            yield then('look', items=items + (Hold(me, 'hold', 0),), own=len(items), hold_version=0)
        elif caller.step == 'look':
            yield from self.look(me, caller, target, items, then, 'send')
        elif caller.step == 'send':
            if caller.version == target.version:
                yield then('told', target=self.apply(me, target), carried_out=count(me))
            else:
                yield then('stop', sent=True) if needs_hold else then('read')
            # The answer is lost, and the request is carried out late or never.
            again = 'look' if needs_hold else 'send'
            yield then(again, pending=pending | {(me, caller.version)}, sent=True)
            yield then(again, sent=True)
            if caller.sent:
                yield then('stop')
        elif caller.step == 'told':
            yield then('done', items=self.without(items, caller.own) if needs_hold else items)
        elif caller.step == 'stop':
            if caller.sent and caller.version == target.version:
                yield then('withdraw', target=target._replace(version=target.version + 1))
            else:
                yield then('told' if caller.sent and self.is_done(me, target) else 'withdraw')
        elif caller.step == 'withdraw':
            left = self.without(items, caller.own) if caller.own >= 0 else items
            yield then('given up', items=left)
            yield then('read', items=left, own=-1)
        yield from self.remove(me, caller, target, items, then)

    def book(self, me, caller, target, items, then):
        own = items[caller.own] if caller.own >= 0 else None
        if caller.step == 'look' and caller.own < 0:
            yield then('taken' if self.taken(me, target, items) else 'create')
        elif caller.step == 'create' and len(items) < ITEMS:
            yield then('look', items=items + (Hold(me, 'hold', 0),), own=len(items), hold_version=0)
        elif caller.step == 'look':
            yield from self.look(me, caller, target, items, then, 'confirm')
        elif caller.step == 'confirm':
            if own and own.version == caller.hold_version and own.state == 'hold':
                confirmed = own._replace(state='confirmed', version=own.version + 1)
                yield then('done', items=self.replaced(items, caller.own, confirmed))
            else:
                yield then('look', own=-1)
        elif caller.step in ('stop', 'withdraw'):
            yield then('look', items=self.without(items, caller.own) if own else items, own=-1)
        yield from self.remove(me, caller, target, items, then)

    def look(self, me, caller, target, items, then, fulfil):
        own = items[caller.own]
        others = [(i, item) for i, item in enumerate(items) if item and i != caller.own]
        if own is None or own.state == 'void' or self.taken(me, target, items):
            yield then('stop')
            return
        holds = [(i, item) for i, item in others if item.state == 'hold']
        if any(item.owner < me or (item.owner == me and i < caller.own) for i, item in holds):
            yield then('stop')
        elif not holds:
            yield then(fulfil, hold_version=own.version)
        for position, item in holds:
            yield then('touch', other=position, other_version=item.version)

    def remove(self, me, caller, target, items, then):
        """Whoever removes the hold of a change changes the item first."""
        other: Optional[Hold] = items[caller.other] if caller.other >= 0 else None
        if caller.step == 'touch':
            is_change = other is not None and self.kinds[other.owner][0] != 'book'
            touched = target._replace(version=target.version + 1) if is_change and self.removal != 'late' else target
            yield then('void', target=touched)
        elif caller.step == 'void':
            if other and other.version == caller.other_version:
                void = other._replace(state='void', version=other.version + 1)
                yield then('delete', items=self.replaced(items, caller.other, void))
            else:
                yield then('look')
        elif caller.step == 'delete':
            yield then('look', items=self.without(items, caller.other))

    def is_violation(self, state):
        target, items, callers, carried_out, _ = state
        bookings = sum(1 for item in items if item and item.state == 'confirmed')
        if bookings + (target.inside and target.confirmed) > 1:
            return True
        for me, caller in enumerate(callers):
            kind = self.kinds[me]
            if kind[0] == 'book':
                continue
            rivals = sum(1 for other in self.kinds if other == kind) - 1
            if carried_out[me] > 1 and rivals == 0:
                return True
            if caller.step == 'done' and rivals == 0 and (carried_out[me] == 0 or not self.is_done(me, target)):
                return True
        return False

    def check(self):
        first = self.start()
        seen, queue, violations = {first}, deque([first]), 0
        while queue:
            state = queue.popleft()
            if self.is_violation(state):
                violations += 1
                if violations == 1:
                    print(state)
                continue
            for successor in self.successors(state):
                if successor not in seen:
                    seen.add(successor)
                    queue.append(successor)
        return len(seen), violations


if __name__ == '__main__':
    kinds = [kind.strip() for kind in sys.argv[1].split(',')]
    removal = sys.argv[3] if len(sys.argv) > 3 else 'first'
    states, violations = Model(kinds, int(sys.argv[2]), removal).check()
    print(f'{removal} [{", ".join(kinds)}] with {sys.argv[2]} versions: {states:,} states, {violations:,} violations')
    sys.exit(violations > 0)
