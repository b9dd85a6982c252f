import {LinkedList} from '../../shared/linked-list.ts';
import type {Backlog} from './backlog.ts';
import {createFairGroups, type FairGroups} from './fair-groups.ts';
import type {Message} from './message.ts';

/**
A standard queue hands messages out in the order in which they became visible, those of noisy message groups last.

Messages without a group ID go into one list; a queue that has only such pays nothing for groups.
*/
export function createStandardBacklog(): Backlog {
	const ungrouped = new LinkedList<Message>();
	let groups: FairGroups | undefined;
	let nextTurn = 0;
	let inFlightCount = 0;

	const groupsOf = (): FairGroups => (groups ??= createFairGroups());

	function append(message: Message): void {
		message.turn = nextTurn++;
		if (message.groupId === undefined) ungrouped.append(message);
		else groupsOf().append(message.groupId, message);
	}

	function unlink(message: Message): void {
		if (message.groupId === undefined) ungrouped.remove(message);
		else groupsOf().unlink(message.groupId, message);
	}

	function countInFlight(message: Message, change: 1 | -1): void {
		inFlightCount += change;
		if (message.groupId !== undefined) groupsOf().countInFlight(message.groupId, change, inFlightCount);
	}

	function next(): Message | undefined {
		const {first} = ungrouped;
		return groups ? groups.next(first, inFlightCount) : first;
	}

	return {
		add(message) {
			if (message.status === 'visible') append(message);
		},
		show(message, {wasInFlight}) {
			append(message);
			if (wasInFlight) countInFlight(message, -1);
		},
		hide(message) {
			unlink(message);
			countInFlight(message, 1);
		},
		remove(message) {
			if (message.status === 'visible') unlink(message);
			if (message.status === 'inFlight') countInFlight(message, -1);
		},
		hasNext: () => next() !== undefined,
		take(handOut) {
			let wantsMore = true;
			for (let message = next(); message && wantsMore; message = next()) wantsMore = handOut(message);
		},
	};
}
