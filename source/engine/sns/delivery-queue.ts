import type {Clock} from '../../shared/clock.ts';

/**
Deliveries that wait for their turn, in the order they were published.

A publication is evaluated against every subscription first and then delivered, so that a delivery never runs inside another one and never sees half of a publication. Up to `immediateCountMax` deliveries are made before the publisher is answered: a queue that one publishes to holds the message when the answer arrives. The rest of a very wide fan-out follows in slices, between which the engine answers others.
*/
export type DeliveryQueue = {
	add(delivery: () => void): void;
	/** Makes the deliveries that wait, as many as one slice holds. */
	drain(): void;
	/** Drops the deliveries that wait. */
	clear(): void;
	/** Deliveries that still wait. */
	pendingCount(): number;
};

/** About 5 ms of deliveries to queues. */
const immediateCountMax = 1000;

export function createDeliveryQueue(clock: Clock): DeliveryQueue {
	let waiting: Array<() => void> = [];
	let next = 0;
	let isDraining = false;
	let isScheduled = false;

	function drain(): void {
		if (isDraining) return;
		isDraining = true;
		try {
			for (let count = 0; next < waiting.length && count < immediateCountMax; count++) {
				const delivery = waiting[next++];
				delivery?.();
			}
		} finally {
			isDraining = false;
			if (next >= waiting.length) {
				waiting = [];
				next = 0;
			} else if (!isScheduled) {
				isScheduled = true;
				clock.schedule(clock.nowMs(), () => {
					isScheduled = false;
					drain();
				});
			}
		}
	}

	return {
		add: delivery => void waiting.push(delivery),
		drain,
		clear() {
			waiting = [];
			next = 0;
		},
		pendingCount: () => waiting.length - next,
	};
}
