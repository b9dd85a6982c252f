import {LinkedList} from '../../shared/linked-list.ts';
import type {Backlog} from './backlog.ts';
import type {Message} from './message.ts';

/** The messages of one message group ID, in the order of sending, whatever their status. */
type Group = {
	readonly id: string;
	readonly messages: LinkedList<Message>;
	isReady: boolean;
	/** Neighbours among the ready groups. */
	previous: Group | undefined;
	next: Group | undefined;
};

/**
A FIFO queue hands out the messages of a group in order and stops at the first that is not visible, so a group can give something exactly when its first message is visible.

Those groups wait in a list; one that gets blocked leaves it and comes back at its end. No operation looks at more than the message it is about and the first of its group.

@see [FIFO queue delivery logic](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html)
*/
export function createFifoBacklog(): Backlog {
	const groups = new Map<string, Group>();
	const ready = new LinkedList<Group>();

	function refresh(group: Group): void {
		const isReady = group.messages.first?.status === 'visible';
		if (isReady === group.isReady) return;
		group.isReady = isReady;
		if (isReady) ready.append(group);
		else ready.remove(group);
	}

	function groupOf(message: Message): Group {
		// A FIFO queue refuses messages without a group.
		const id = message.groupId ?? '';
		let group = groups.get(id);
		if (!group) {
			group = {id, messages: new LinkedList(), isReady: false, previous: undefined, next: undefined};
			groups.set(id, group);
		}
		return group;
	}

	function changed(message: Message): void {
		refresh(groupOf(message));
	}

	return {
		add(message) {
			const group = groupOf(message);
			group.messages.append(message);
			refresh(group);
		},
		show: changed,
		hide: changed,
		remove(message) {
			const group = groupOf(message);
			group.messages.remove(message);
			refresh(group);
			if (group.messages.size === 0) groups.delete(group.id);
		},
		hasNext: () => ready.size > 0,
		take(handOut) {
			for (let group = ready.first; group; group = ready.first) {
				let message = group.messages.first;
				while (message?.status === 'visible') {
					const {next}: Message = message;
					if (!handOut(message)) return;
					message = next;
				}
			}
		},
	};
}
