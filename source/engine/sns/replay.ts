import {archivedBetween} from './archive.ts';
import {AwsError} from '../action.ts';
import {fanOut} from './fan-out.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/**
Delivers from a FIFO topic's archive what a subscription's ReplayPolicy asks for, ahead of what is published from now on.

@see [Amazon SNS message archiving and replay for FIFO topic subscribers](https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html)
*/
export function startReplay(state: SnsState, topic: Topic, subscription: Subscription): void {
	const {replay} = subscription.settings;
	if (!replay || !topic.fifo) {
		subscription.replayStatus = undefined;
		return;
	}
	subscription.replayStatus = 'In progress';
	const untilMs = replay.endingAtMs ?? Number.POSITIVE_INFINITY;
	for (const publication of archivedBetween(topic.fifo.archive, {fromMs: replay.startingAtMs, untilMs})) {
		fanOut(state, topic, {...publication, isReplayed: true}, subscription);
	}
	state.deliveries.add(() => {
		subscription.replayStatus = 'Completed';
	});
	state.deliveries.drain();
}

/** One replay at a time for each subscription. */
export function checkNoReplay(subscription: Subscription): void {
	if (subscription.replayStatus === 'In progress') {
		// Assumed: the code is documented, its text is not.
		throw new AwsError('The subscription has a replay in progress.', {code: 'ReplayLimitExceeded', status: 403});
	}
}
