import type {Step} from './picture-scene.ts';

/** A screen to be photographed from the demo: how to get there from the list of queues. */
export type ScreenshotScene = {
	/** The picture's file name. */
	readonly name: string;
	/** What the picture shows, for people who cannot see it. */
	readonly title: string;
	readonly size: 'small' | 'wide';
	readonly steps: readonly Step[];
	/** How long the screen lives before the picture, where longer than usual: rates need something to count. */
	readonly settleMs?: number;
};

/** The smallest terminal that is served well, and a large one. */
export const sizes = {small: {columns: 80, rows: 24}, wide: {columns: 200, rows: 50}} as const;

/** The console opens on what is wrong; most scenes go on to the queues. */
const queues: readonly Step[] = [{keys: '1'}, {wait: 'orders-dlq'}];

/** Looks at the dead-letter queue: the sheet that says what a look does, where there is one, then its messages. */
const peek: readonly Step[] = [...queues, {keys: 'p'}, {wait: 'A-10'}];

/** A tail, started at the latest record. */
const tail: readonly Step[] = [...queues, {keys: '3'}, {wait: 'clicks'}, {keys: 't'}, {wait: 'latest'}, {keys: '<enter>'}, {wait: 'LIVE'}];

export const scenes: readonly ScreenshotScene[] = [
	{name: 'now', title: 'What is wrong now, with its proof and the next key', size: 'small', steps: [{wait: 'FAIL'}]},
	{name: 'queues', title: 'The list of queues', size: 'small', steps: [...queues, {wait: '▄'}, {keys: 'jjj'}]},
	{
		name: 'queues-wide',
		title: 'The list of queues with the queue under the cursor',
		size: 'wide',
		steps: [...queues, {wait: '█'}, {keys: 'jjj'}, {wait: 'Retention'}],
	},
	{name: 'queue', title: 'One queue', size: 'small', steps: [...queues, {keys: '<enter>'}, {wait: 'Retention'}]},
	{name: 'messages', title: 'Messages of a dead-letter queue, held for a look', size: 'small', steps: peek},
	{name: 'messages-wide', title: 'Messages of a dead-letter queue with the body of one', size: 'wide', steps: [...peek, {keys: 'jj'}]},
	{name: 'message', title: 'One message', size: 'small', steps: [...peek, {keys: '<enter>'}, {wait: 'orderId'}]},
	{
		name: 'redrive',
		title: 'What a redrive would do, before it does it',
		size: 'small',
		steps: [...queues, {keys: 'R'}, {wait: 'This will'}],
	},
	{
		name: 'purge',
		title: 'Purging asks for the name of the queue',
		size: 'small',
		steps: [...queues, {keys: ':purge<enter>'}, {wait: 'orders-dlq'}],
	},
	{name: 'topics', title: 'The list of topics', size: 'small', steps: [...queues, {keys: '2'}, {wait: 'order-events'}]},
	{
		name: 'topic',
		title: 'The subscriptions of a topic',
		size: 'small',
		steps: [...queues, {keys: '2'}, {wait: 'order-events'}, {keys: '<enter>'}, {wait: 'shipments'}],
	},
	{name: 'streams', title: 'The list of streams', size: 'small', steps: [...queues, {keys: '3'}, {wait: 'clicks'}]},
	{
		name: 'tail',
		title: 'All shards of a stream, live',
		size: 'small',
		steps: tail,
		settleMs: 12_000,
	},
	{
		name: 'tail-wide',
		title: 'All shards of a stream, live, with the record under the cursor',
		size: 'wide',
		steps: tail,
		settleMs: 12_000,
	},
	{
		name: 'shards',
		title: 'The shards of a stream and their hash key ranges',
		size: 'small',
		// With a sample of some seconds, which tells where the load is.
		steps: [...tail, {wait: 'seen 1,'}, {keys: '<tab>j'}, {wait: 'cold'}],
	},
	{name: 'palette', title: 'Every action, by typing', size: 'small', steps: [...queues, {keys: ':'}, {wait: 'DO'}]},
	{name: 'help', title: 'The keys of this place', size: 'small', steps: [...queues, {keys: '?'}, {wait: 'EVERYWHERE'}]},
];
