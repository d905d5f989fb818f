"""
A model of hold and confirm, the protocol of `book`, that visits every state.

Some bookers want the same window, each with a key. Each may die at every step or be slow forever, and any hold may be taken for stale at any
time. Holds are ordered by key, and holds of the same key by a random rank, as by `attempt`. A state is a violation if two items are
confirmed, or if a booker was told of a booking and there is none.

    python3 models/hold_and_confirm.py '[0, 1]' 7          # the keys of the bookers, and the most items in all
    python3 models/hold_and_confirm.py '[0, 1]' 7 strict

The third argument is the server, and the rules that the bookers follow:

    exchange  refuses an update that names an old version (ChangeKey). The default.
    naive     ignores the version, and the bookers follow the same rules. This is why they don't.
    strict    ignores the version, and the bookers follow stricter rules: nobody removes the hold of somebody else, and once a confirmation
              was sent, its booker repeats it rather than withdraw the hold. A request may be carried out late, or never.

    exchange  [0, 1] with 7 items: 81,447 states; [0, 0] with 7: 124,669; [0, 0, 0] with 4: 3,973,572. No violation.
    naive     [0, 1] with 7 items: 83,575 states, 2,464 violations.
    strict    [0, 1] with 7 items: 6,709 states; [0, 0] with 7: 14,231; [0, 0, 0] with 4: 100,875; [0, 1, 2] with 4: 102,271;
              [0, 0, 1] with 5: 213,305. No violation.

The model leaves out moves, other lost and late requests, and people who meddle. They are in the schedules of test/booking/hold-and-confirm.
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
    committed: bool = False  # whether it has sent a confirmation that may still be carried out


ENDED = ('booked', 'taken', 'unknown', 'dead')


def successors(keys, most_items, server, state):
    items, bookers, pending = state

    def with_item(position: int, item: Optional[Item]):
        return items[:position] + (item,) + items[position + 1 :]

    def confirmed(position: int):
        own = items[position]
        return with_item(position, own._replace(state='confirmed', version=own.version + 1))

    # A confirmation that is on its way is carried out, unless its item is gone by then.
    for position in pending:
        yield confirmed(position) if items[position] else items, bookers, pending - {position}

    for me, booker in enumerate(bookers):
        def then(step, new_items=items, new_pending=pending, **changes):
            changed = booker._replace(step=step, **changes)
            return new_items, bookers[:me] + (changed,) + bookers[me + 1 :], new_pending

        def accepts(item: Optional[Item], version: int) -> bool:
            return item is not None and (server != 'exchange' or item.version == version)

        key = keys[me]
        others = [(i, item) for i, item in enumerate(items) if item and i != booker.own]
        own = items[booker.own] if booker.own >= 0 else None
        if booker.step == 'look':
            blocking = [item for _, item in others if item.state == 'confirmed']
            if any(keys[item.owner] == key for item in blocking):
                yield then('booked')
            else:
                yield then('taken' if blocking else 'create')
        elif booker.step == 'create' and len(items) < most_items:
            for rank in (0, 1):
                hold = Item(me, 'hold', 0, rank)
                yield then('look from hold', items + (hold,), own=len(items), version=0, committed=False)
        elif booker.step == 'look from hold':
            yield from look_from_hold(keys, server, booker, own, key, others, then)
        elif booker.step == 'void':
            position, version = booker.other
            item = items[position]
            if accepts(item, version):
                voided = item._replace(state='void', version=item.version + 1)
                yield then('delete void', with_item(position, voided))
            else:
                yield then('look from hold')
        elif booker.step == 'delete void':
            yield then('look from hold', with_item(booker.other[0], None))
        elif booker.step == 'confirm':
            if accepts(own, booker.version):
                yield then('booked', confirmed(booker.own))
            else:
                yield then('look', own=-1)
            if server == 'strict':
                # The answer is lost, and the request is carried out later or never.
                yield then('look from hold', new_pending=pending | {booker.own}, committed=True)
                yield then('look from hold', committed=True)
        elif booker.step in ('give up', 'give way'):
            kept = own and own.state == 'confirmed'
            after = 'taken' if booker.step == 'give up' else 'look'
            yield then(after, items if kept else with_item(booker.own, None), own=-1)
        if booker.committed and booker.step not in ENDED:
            yield then('unknown')
        if booker.step not in ENDED:
            yield then('dead')


def look_from_hold(keys, server, booker, own, key, others, then):
    if own is None or own.state == 'void':
        yield then('look', own=-1)
        return
    if own.state == 'confirmed':
        yield then('booked')
        return
    if booker.committed:
        yield then('confirm')
        return
    blocking = [item for _, item in others if item.state == 'confirmed']
    if blocking:
        yield then('give way' if keys[blocking[0].owner] == key else 'give up')
        return
    holds = [(position, item) for position, item in others if item.state == 'hold']
    order = lambda position, item: (keys[item.owner], item.rank, position)
    if any(order(*hold) < order(booker.own, own) for hold in holds):
        yield then('give way')
    elif not holds:
        yield then('confirm', version=own.version)
    if server != 'strict':
        for position, item in holds:
            yield then('void', other=(position, item.version))


def check(keys, most_items, server):
    start = ((), tuple(Booker('look') for _ in keys), frozenset())
    seen, queue, violations = {start}, deque([start]), 0
    while queue:
        state = items, bookers, _ = queue.popleft()
        confirmed = [item for item in items if item and item.state == 'confirmed']
        if len(confirmed) > 1 or (not confirmed and any(booker.step == 'booked' for booker in bookers)):
            violations += 1
            if violations == 1:
                print(state)
        for successor in successors(keys, most_items, server, state):
            if successor not in seen:
                seen.add(successor)
                queue.append(successor)
    return len(seen), violations


if __name__ == '__main__':
    keys = [int(key) for key in sys.argv[1].strip('[]').split(',')]
    server = sys.argv[3] if len(sys.argv) > 3 else 'exchange'
    states, violations = check(keys, int(sys.argv[2]), server)
    print(f'{server} {keys} with {sys.argv[2]} items: {states:,} states, {violations:,} violations')
    sys.exit(violations > 0)
