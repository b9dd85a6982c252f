import {Heap} from '../../shared/heap.ts';
import {LinkedList} from '../../shared/linked-list.ts';
import type {Message} from './message.ts';

/** The messages of one group (a tenant) in a standard queue. */
type Group = {
	readonly id: string;
	/** Visible ones, in their turn. */
	readonly visible: LinkedList<Message>;
	inFlightCount: number;
	isNoisy: boolean;
	/** Place in the heap of quiet or of noisy groups, −1 while nothing is visible. */
	index: number;
};

/**
The message groups of a standard queue: a fair queue.

A group is noisy while it holds much more than its share of the messages in flight; other groups' messages then go before its own. Within each of the two classes the order is the turn. Each operation is O(log groups).

Assumed: AWS does not say when it finds a group noisy; here that is with at least ten messages in flight and more than one and a half times an equal share of all in flight.

@see [Amazon SQS fair queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html)
*/
export type FairGroups = {
	append(groupId: string, message: Message): void;
	unlink(groupId: string, message: Message): void;
	countInFlight(groupId: string, change: 1 | -1): void;
	/** The message whose turn it is, given the first of those without a group; these are never noisy. */
	next(ungrouped: Message | undefined): Message | undefined;
};

const noisyInFlightMin = 10;
const noisyShareFactor = 1.5;

export function createFairGroups(): FairGroups {
	const groups = new Map<string, Group>();
	const quiet = groupHeap();
	const noisy = groupHeap();
	let inFlightCount = 0;

	function groupOf(id: string): Group {
		let group = groups.get(id);
		if (!group) {
			group = {id, visible: new LinkedList(), inFlightCount: 0, isNoisy: false, index: -1};
			groups.set(id, group);
		}
		return group;
	}

	function isNowNoisy(group: Group): boolean {
		if (group.inFlightCount < noisyInFlightMin) return false;
		return group.inFlightCount * groups.size > noisyShareFactor * inFlightCount;
	}

	/** Puts a group into the right heap, at the right place, after anything about it has changed. */
	function settle(group: Group, isNoisy: boolean): void {
		const heap = group.isNoisy ? noisy : quiet;
		if (group.index >= 0 && (group.visible.size === 0 || group.isNoisy !== isNoisy)) heap.remove(group.index);
		group.isNoisy = isNoisy;
		if (group.visible.size > 0) {
			if (group.index >= 0) heap.update(group.index);
			else (isNoisy ? noisy : quiet).push(group);
		} else if (group.inFlightCount === 0) groups.delete(group.id);
	}

	return {
		append(groupId, message) {
			const group = groupOf(groupId);
			group.visible.append(message);
			if (group.visible.size === 1) settle(group, isNowNoisy(group));
		},
		unlink(groupId, message) {
			const group = groupOf(groupId);
			const wasFirst = group.visible.first === message;
			group.visible.remove(message);
			if (wasFirst) settle(group, group.isNoisy);
		},
		countInFlight(groupId, change) {
			const group = groupOf(groupId);
			group.inFlightCount += change;
			inFlightCount += change;
			settle(group, isNowNoisy(group));
		},
		next(ungrouped) {
			let group = quiet.peek();
			// What others have in flight may have changed since this group was looked at.
			for (; group && isNowNoisy(group); group = quiet.peek()) settle(group, true);
			const candidate = group?.visible.first;
			if (candidate && (!ungrouped || candidate.turn < ungrouped.turn)) return candidate;
			return ungrouped ?? noisy.peek()?.visible.first;
		},
	};
}

function groupHeap(): Heap<Group> {
	return new Heap<Group>({
		isBefore: (left, right) => firstTurn(left) < firstTurn(right),
		setIndex(group, index) {
			group.index = index;
		},
	});
}

function firstTurn(group: Group): number {
	return group.visible.first?.turn ?? 0;
}
