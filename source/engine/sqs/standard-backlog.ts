import {LinkedList} from '../../shared/linked-list.ts';
import type {Backlog} from './backlog.ts';
import type {Message} from './message.ts';

/** A standard queue hands messages out in the order in which they became visible. */
export function createStandardBacklog(): Backlog {
	const visible = new LinkedList<Message>();
	return {
		add(message) {
			if (message.status === 'visible') visible.append(message);
		},
		show(message) {
			visible.append(message);
		},
		hide(message) {
			visible.remove(message);
		},
		remove(message) {
			if (message.status === 'visible') visible.remove(message);
		},
		hasNext: () => visible.size > 0,
		take(handOut) {
			let wantsMore = true;
			for (let message = visible.first; message && wantsMore; message = visible.first) wantsMore = handOut(message);
		},
	};
}
