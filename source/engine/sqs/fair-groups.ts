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
The message groups of a standard queue: a fair queue. While other groups have visible messages, those of noisy groups wait. Each operation is O(log groups).

A group is noisy while at least 30 of its messages, and more than a tenth of all, are in flight. AWS also measures recent processing time, which is left out.

@see [How Amazon SQS fair queues work](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html)
*/
export type FairGroups = {
	append(groupId: string, message: Message): void;
	unlink(groupId: string, message: Message): void;
	/** @param totalCount All messages of the queue in flight, with the change. */
	countInFlight(groupId: string, change: 1 | -1, totalCount: number): void;
	/** The message whose turn it is, given the first of those without a group, each of which is a tenant of its own and never noisy. */
	next(ungrouped: Message | undefined, totalCount: number): Message | undefined;
};

const noisyInFlightMin = 30;
const noisyShare = 0.1;

export function createFairGroups(): FairGroups {
	const groups = new Map<string, Group>();
	const quiet = groupHeap(isTurnBefore);
	const noisy = groupHeap(isLessBusy);

	function groupOf(id: string): Group {
		let group = groups.get(id);
		if (!group) {
			group = {id, visible: new LinkedList(), inFlightCount: 0, isNoisy: false, index: -1};
			groups.set(id, group);
		}
		return group;
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
			if (group.visible.size === 1) settle(group, group.isNoisy);
		},
		unlink(groupId, message) {
			const group = groupOf(groupId);
			const wasFirst = group.visible.first === message;
			group.visible.remove(message);
			if (wasFirst) settle(group, group.isNoisy);
		},
		countInFlight(groupId, change, totalCount) {
			const group = groupOf(groupId);
			group.inFlightCount += change;
			settle(group, isNoisyNow(group, totalCount));
		},
		next(ungrouped, totalCount) {
			let group = quiet.peek();
			// What others have in flight may have changed since this group was looked at.
			for (; group && isNoisyNow(group, totalCount); group = quiet.peek()) settle(group, true);
			const candidate = group?.visible.first;
			if (candidate && (!ungrouped || candidate.turn < ungrouped.turn)) return candidate;
			return ungrouped ?? noisy.peek()?.visible.first;
		},
	};
}

function isNoisyNow(group: Group, totalCount: number): boolean {
	return group.inFlightCount >= noisyInFlightMin && group.inFlightCount > noisyShare * totalCount;
}

function groupHeap(isBefore: (left: Group, right: Group) => boolean): Heap<Group> {
	return new Heap<Group>({
		isBefore,
		setIndex(group, index) {
			group.index = index;
		},
	});
}

function isTurnBefore(left: Group, right: Group): boolean {
	return firstTurn(left) < firstTurn(right);
}

function firstTurn(group: Group): number {
	return group.visible.first?.turn ?? 0;
}

/** Of noisy groups the one with the fewest messages in flight comes first. */
function isLessBusy(left: Group, right: Group): boolean {
	if (left.inFlightCount !== right.inFlightCount) return left.inFlightCount < right.inFlightCount;
	return isTurnBefore(left, right);
}
