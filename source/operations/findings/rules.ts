import {behind} from './behind.ts';
import {cameBack} from './came-back.ts';
import {deliveriesRefused} from './deliveries-refused.ts';
import {dlqFilling} from './dlq-filling.ts';
import {dlqRetention} from './dlq-retention.ts';
import {fewReceives} from './few-receives.ts';
import {fifoDlq} from './fifo-dlq.ts';
import {hotShard} from './hot-shard.ts';
import {inFlightLimit} from './in-flight-limit.ts';
import {leftOverConsumer} from './left-over-consumer.ts';
import {manyAttributes} from './many-attributes.ts';
import {messagesExpire} from './messages-expire.ts';
import {moveTaskFailed} from './move-task-failed.ts';
import {noDlq} from './no-dlq.ts';
import {nobodyReads} from './nobody-reads.ts';
import {notDraining} from './not-draining.ts';
import {otherKey} from './other-key.ts';
import {pendingSubscription} from './pending-subscription.ts';
import {recordsExpire} from './records-expire.ts';
import {refusedOnAws} from './refused-on-aws.ts';
import {refusedWithoutDlq} from './refused-without-dlq.ts';
import type {Rule} from './rule.ts';
import {shortVisibility} from './short-visibility.ts';
import {stuckInFlight} from './stuck-in-flight.ts';
import {throttledWrites} from './throttled-writes.ts';

/** What can be wrong, worst first. Now, the doctor, their tests and docs/findings.md read this list. */
export const rules: readonly Rule[] = [
	messagesExpire,
	refusedWithoutDlq,
	recordsExpire,
	dlqFilling,
	deliveriesRefused,
	cameBack,
	moveTaskFailed,
	throttledWrites,
	notDraining,
	nobodyReads,
	stuckInFlight,
	inFlightLimit,
	hotShard,
	behind,
	noDlq,
	dlqRetention,
	fewReceives,
	shortVisibility,
	manyAttributes,
	pendingSubscription,
	refusedOnAws,
	leftOverConsumer,
	otherKey,
	fifoDlq,
];
