"""
Hold and confirm, the protocol of `book`, in all its states.

Some bookers want one window, each with a key. Each may die at every step, or be slow for ever, and any hold may be taken for stale at
any time. Holds are ordered by key, and those of one key by a rank that is drawn when they are made, as `attempt` is. Looked for are two
confirmed items, and a booker that was told of a booking where there is none.

    python3 models/hold_and_confirm.py '[0, 1]' 7      # the keys of the bookers, and how many items there can be in all

    [0, 1] with 7 items: 81,447 states; [0, 0] with 7: 124,669; [0, 0, 0] with 4: 3,973,572. No violation in any.

How a booking is moved isn't in it: that, lost and late requests, and people who meddle are in the schedules of
test/booking/hold-and-confirm.
"""
import sys
from collections import deque
from typing import NamedTuple, Optional


class Item(NamedTuple):
    owner: int
    state: str  # hold, confirmed or void
    version: int
    rank: int


class Booker(NamedTuple):
    step: str
    own: int = -1  # the position of its item
    version: int = 0
    other: tuple = ()  # position and version of a hold that it takes for stale


def successors(keys, most_items, items, bookers):
    def with_item(position: int, item: Optional[Item]):
        return items[:position] + (item,) + items[position + 1 :]

    for me, booker in enumerate(bookers):
        def then(step, new_items=items, **changes):
            changed = booker._replace(step=step, **changes)
            return new_items, bookers[:me] + (changed,) + bookers[me + 1 :]

        key = keys[me]
        others = [(i, item) for i, item in enumerate(items) if item and i != booker.own]
        own = items[booker.own] if booker.own >= 0 else None
        if booker.step == 'look':
            confirmed = [item for _, item in others if item.state == 'confirmed']
            if any(keys[item.owner] == key for item in confirmed):
                yield then('booked')
            else:
                yield then('taken' if confirmed else 'create')
        elif booker.step == 'create' and len(items) < most_items:
            for rank in (0, 1):
                yield then('look from hold', items + (Item(me, 'hold', 0, rank),), own=len(items), version=0)
        elif booker.step == 'look from hold':
            yield from look_from_hold(keys, items, booker, own, key, others, then)
        elif booker.step == 'void':
            position, version = booker.other
            item = items[position]
            if item and item.version == version:
                voided = item._replace(state='void', version=version + 1)
                yield then('delete void', with_item(position, voided))
            else:
                yield then('look from hold')
        elif booker.step == 'delete void':
            yield then('look from hold', with_item(booker.other[0], None))
        elif booker.step == 'confirm':
            if own and own.version == booker.version:
                confirmed = own._replace(state='confirmed', version=own.version + 1)
                yield then('booked', with_item(booker.own, confirmed))
            else:
                yield then('look', own=-1)
        elif booker.step in ('give up', 'give way'):
            kept = own and own.state == 'confirmed'
            after = 'taken' if booker.step == 'give up' else 'look'
            yield then(after, items if kept else with_item(booker.own, None), own=-1)
        if booker.step not in ('booked', 'taken', 'dead'):
            yield then('dead')


def look_from_hold(keys, items, booker, own, key, others, then):
    if own is None or own.state == 'void':
        yield then('look', own=-1)
        return
    confirmed = [item for _, item in others if item.state == 'confirmed']
    if confirmed:
        yield then('give way' if keys[confirmed[0].owner] == key else 'give up')
        return
    holds = [(position, item) for position, item in others if item.state == 'hold']
    order = lambda position, item: (keys[item.owner], item.rank, position)
    if any(order(*hold) < order(booker.own, own) for hold in holds):
        yield then('give way')
    elif not holds:
        yield then('confirm')
    for position, item in holds:
        yield then('void', other=(position, item.version))


def check(keys, most_items):
    start = ((), tuple(Booker('look') for _ in keys))
    seen, queue, violations = {start}, deque([start]), 0
    while queue:
        state = items, bookers = queue.popleft()
        confirmed = [item for item in items if item and item.state == 'confirmed']
        if len(confirmed) > 1 or (not confirmed and any(booker.step == 'booked' for booker in bookers)):
            violations += 1
            print(state)
        for successor in successors(keys, most_items, items, bookers):
            if successor not in seen:
                seen.add(successor)
                queue.append(successor)
    return len(seen), violations


if __name__ == '__main__':
    keys = [int(key) for key in sys.argv[1].strip('[]').split(',')]
    states, violations = check(keys, int(sys.argv[2]))
    print(f'{keys}: {states:,} states, {violations} violations')
    sys.exit(violations > 0)
