import type {Message, OutgoingMessage, QueueGateway} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {OutgoingRecord, StreamGateway} from '../aws/stream.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';
import {type Actor, type ActorFailure, startActors} from './actor.ts';
import {createPayloadMaker} from './payloads.ts';
import type {DemoResources} from './resources.ts';

export type DemoTraffic = {
	/** Resolves when no call is under way. */
	idle(): Promise<void>;
	stop(): Promise<void>;
	failureCount(): number;
};

type Abortable = {readonly signal: AbortSignal};

/** Dead-letter queues are trimmed to about this many messages, oldest first as far as AWS keeps the order. */
const deadLettersMax = 60;

/** The slow consumer lets its queue grow to the first number, then works it off to the second. */
const backlog = {most: 400, least: 40};

/**
A stream's records cannot be deleted, and live for a day. So the first ones come at full pace, and then a trickle, which keeps a demo that was left open below some 60 MB.
*/
const fullPaceRecords = 60_000;
const trickleShare = 0.1;

/** Messages sent before the traffic begins, to fill the dead-letter queues. */
const prefill = {invalidOrders: 11, lateRefunds: 4, bouncedMails: 3};

/**
Starts producers and consumers that keep the demo's resources moving: some six small calls a second.

- `orders`: a consumer that keeps up, and now and then an order that it cannot handle, which ends in `orders-dlq` after three receives
- `audit`: a consumer that is too slow, so that its backlog grows, until it catches up
- `payments.fifo`: groups by customer; customer 7 is blocked for a while now and then
- `clicks`: three keys make 71 % of the traffic, all in one shard

Failures are counted and reported, never thrown.
*/
export function startDemoTraffic(
	session: Session,
	resources: DemoResources,
	options: {readonly clock: Clock; readonly random: Random; readonly onFailure?: (failure: ActorFailure) => void},
): DemoTraffic {
	const {clock, random} = options;
	const maker = createPayloadMaker(random);
	const {queues, topics, streams} = session;
	const url = (name: string): string => resources.queueUrls.get(name) ?? '';
	const arn = (name: string): string => resources.topicArns.get(name) ?? '';
	const isRare = (share: number): boolean => random.number() < share;

	return startActors(
		[
			producer('orders', {
				queues,
				url: url('orders'),
				everyMs: 2000,
				make: () => batch(3, () => (isRare(0.03) ? maker.poisonOrder(clock.nowMs()) : maker.order(clock.nowMs()))),
			}),
			consumer('orders', {queues, url: url('orders'), everyMs: 2000, isPoison: isInvalidOrder}),
			producer('refunds', {queues, url: url('refunds'), everyMs: 20_000, make: () => [maker.refund()]}),
			consumer('refunds', {queues, url: url('refunds'), everyMs: 15_000, isPoison: message => message.body.includes('"R-5"')}),
			producer('payments.fifo', {
				queues,
				url: url('payments.fifo'),
				everyMs: 3000,
				make: () => batch(3, () => (isRare(0.015) ? maker.poisonPayment(clock.nowMs()) : maker.payment(clock.nowMs()))),
			}),
			consumer('payments.fifo', {
				queues,
				url: url('payments.fifo'),
				everyMs: 3000,
				isPoison: message => message.body.includes('"amount":-1,'),
			}),
			producer('mail', {queues, url: url('mail'), everyMs: 5000, make: () => [maker.mail()]}),
			consumer('mail', {queues, url: url('mail'), everyMs: 5000, isPoison: () => false}),
			{
				name: 'order-events publisher',
				everyMs: 1500,
				act: async ({signal}) => void (await topics.publish(arn('order-events'), maker.orderEvent(clock.nowMs()), {signal})),
			},
			{
				name: 'truck-alerts publisher',
				everyMs: 5000,
				act: async ({signal}) => void (await topics.publish(arn('truck-alerts'), maker.truckAlert(clock.nowMs()), {signal})),
			},
			consumer('shipments', {queues, url: url('shipments'), everyMs: 3000, isPoison: () => false}),
			consumer('dispatch', {queues, url: url('dispatch'), everyMs: 6000, isPoison: () => false}),
			slowConsumer('audit', {queues, url: url('audit'), everyMs: 4000}),
			streamProducer('clicks', {streams, clock, everyMs: 1500, count: 40, make: maker.click}),
			streamProducer('truck-positions', {streams, clock, everyMs: 2000, count: 8, make: maker.truckPosition}),
			...['orders-dlq', 'payments-dlq.fifo', 'mail-dlq'].map(name => trimmer(name, {queues, url: url(name), everyMs: 60_000})),
		],
		options,
	);
}

/**
Fills the dead-letter queues as life does: sends what will fail, and receives it until SQS has had enough.

Takes some twenty calls and no waiting.
*/
export async function prefillDeadLetterQueues(
	session: Session,
	resources: DemoResources,
	options: {readonly clock: Clock; readonly random: Random; readonly signal?: AbortSignal},
): Promise<void> {
	const maker = createPayloadMaker(options.random);
	const failures: ReadonlyArray<readonly [queue: string, messages: readonly OutgoingMessage[], receives: number]> = [
		['orders', batch(prefill.invalidOrders, () => maker.poisonOrder(options.clock.nowMs())), 3],
		['refunds', batch(prefill.lateRefunds, maker.refund), 2],
		['mail', batch(prefill.bouncedMails, () => ({...maker.mail(), delaySeconds: 0})), 1],
	];
	const abortable = options.signal ? {signal: options.signal} : {};
	for (const [name, messages, receives] of failures) {
		const url = resources.queueUrls.get(name) ?? '';
		for (let index = 0; index < messages.length; index += 10)
			await session.queues.sendBatch(url, messages.slice(index, index + 10), abortable);
		await receiveUntilDead(session.queues, url, {messageCount: messages.length, receives, ...abortable});
	}
}

/** Receives without hiding. One receive more than the limit moves a message; twice the calls that needs is the bound, for receives may answer fewer than ten. */
async function receiveUntilDead(
	queues: QueueGateway,
	url: string,
	options: {messageCount: number; receives: number; signal?: AbortSignal},
): Promise<void> {
	const abortable = options.signal ? {signal: options.signal} : {};
	const callsMax = 2 * (options.receives + 1) * Math.ceil(options.messageCount / 10);
	for (let call = 0; call < callsMax; call++) {
		const received = await queues.receive(url, {count: 10, visibilityTimeoutSeconds: 0, ...abortable});
		if (received.length === 0) return;
	}
}

function isInvalidOrder(message: Message): boolean {
	return message.body.includes('"total":null');
}

function batch<Item>(count: number, make: () => Item): readonly Item[] {
	return Array.from({length: count}, make);
}

function producer(
	name: string,
	options: {queues: QueueGateway; url: string; everyMs: number; make: () => readonly OutgoingMessage[]},
): Actor {
	const {queues, url, everyMs, make} = options;
	return {
		name: `${name} producer`,
		everyMs,
		act: async ({signal}) => {
			const {failed} = await queues.sendBatch(url, make(), {signal});
			const first = failed[0];
			if (first) throw new Error(`${first.code}: ${first.message}`);
		},
	};
}

/** Works on what it receives until its next turn, so that messages are seen in flight; what it cannot handle it lets come back. */
function consumer(
	name: string,
	options: {queues: QueueGateway; url: string; everyMs: number; isPoison: (message: Message) => boolean},
): Actor {
	const {queues, url, everyMs, isPoison} = options;
	let held: readonly string[] = [];
	return {
		name: `${name} consumer`,
		everyMs,
		act: async ({signal}) => {
			await deleteAll(queues, url, {handles: held, signal});
			held = [];
			const messages = await queues.receive(url, {count: 10, signal});
			held = messages.filter(message => !isPoison(message)).map(message => message.receiptHandle);
		},
	};
}

/** Falls behind on purpose, and catches up when its queue has grown too long. */
function slowConsumer(name: string, options: {queues: QueueGateway; url: string; everyMs: number}): Actor {
	const {queues, url, everyMs} = options;
	let isCatchingUp = false;
	return {
		name: `${name} consumer`,
		everyMs,
		act: async ({signal}) => {
			const {readyCount} = await queues.attributes(url, {signal});
			if (readyCount > backlog.most) isCatchingUp = true;
			if (readyCount < backlog.least) isCatchingUp = false;
			const rounds = isCatchingUp ? 3 : 1;
			for (let round = 0; round < rounds; round++) {
				const messages = await queues.receive(url, {count: isCatchingUp ? 10 : 2, signal});
				await deleteAll(queues, url, {handles: messages.map(message => message.receiptHandle), signal});
			}
		},
	};
}

function streamProducer(
	name: string,
	options: {streams: StreamGateway; clock: Clock; everyMs: number; count: number; make: (nowMs: EpochMs) => OutgoingRecord},
): Actor {
	const {streams, clock, everyMs, count, make} = options;
	let putCount = 0;
	return {
		name: `${name} producer`,
		everyMs,
		act: async ({signal}) => {
			const now = putCount < fullPaceRecords ? count : Math.max(1, Math.round(count * trickleShare));
			putCount += now;
			await streams.putBatch(
				name,
				batch(now, () => make(clock.nowMs())),
				{signal},
			);
		},
	};
}

function trimmer(name: string, options: {queues: QueueGateway; url: string; everyMs: number}): Actor {
	const {queues, url, everyMs} = options;
	return {
		name: `${name} trimmer`,
		everyMs,
		act: async ({signal}) => {
			const {readyCount} = await queues.attributes(url, {signal});
			if (readyCount <= deadLettersMax) return;
			const messages = await queues.receive(url, {count: 10, signal});
			await deleteAll(queues, url, {handles: messages.map(message => message.receiptHandle), signal});
		},
	};
}

async function deleteAll(queues: QueueGateway, url: string, options: Abortable & {handles: readonly string[]}): Promise<void> {
	if (options.handles.length === 0) return;
	// A handle that was refused has expired: its message comes back, and is received again.
	await queues.deleteMessages(url, options.handles, {signal: options.signal});
}
