import type {SessionContext} from '../aws/session.ts';
import {metricsUsd} from '../aws/metric.ts';
import type {Plan} from '../operations/plan.ts';
import {formatCount} from '../shared/units.ts';
import {defineGate} from './gate-definition.ts';
import {remember} from './memory.ts';

/** Whether asking for metrics costs nothing: the local engine, and endpoints that are not AWS's. */
export function isFree(context: SessionContext): boolean {
	if (context.target === 'engine') return true;
	return context.target === 'endpoint' && !/\.amazonaws\.com/.test(context.endpointUrl ?? '');
}

/** Metrics of one look at an open queue. */
const metricsAQueue = 6;

/** `$0.05`, `$0.00005` */
export function formatUsd(usd: number): string {
	return `$${usd.toFixed(usd >= 0.01 || usd === 0 ? 2 : 5)}`;
}

/** CloudWatch is asked only after a yes, once per context, that states the price. */
export const metricsGate = defineGate({
	operation: 'metrics',
	async plan({session}, request: {queueCount: number}): Promise<Plan<{queueCount: number}>> {
		const {context} = session;
		return {
			operation: 'metrics',
			level: 'cost',
			readsOnly: true,
			title: 'Ask CloudWatch for rates and ages',
			verb: 'ask CloudWatch',
			subject: {kind: 'queue', name: 'all queues'},
			facts: [
				{label: 'where', text: `${context.name}, ${context.region}`},
				{
					label: 'what',
					text: 'rates in and out, empty receives, age of the oldest, READY: each\nminute of the open queue or of the one the cursor stays on; ages of\nvisible rows each minute',
				},
				{
					label: 'costs',
					text: `$0.01 for 1,000 metrics: ${formatUsd(metricsUsd(metricsAQueue))} a look at one queue,\nabout ${formatUsd(metricsUsd(request.queueCount))} a look at ${formatCount(request.queueCount)} queues`,
				},
				{label: 'kept', text: 'this answer is kept for this context; : metrics off takes it back'},
			],
			warnings: [],
			command: 'sluice queue QUEUE --metrics',
			counts: {},
			settings: {},
			request,
		};
	},
	execute: () => Promise.resolve({summary: 'CloudWatch is asked for rates and ages from now on.'}),
	done: state => remember(state, memory => ({...memory, metrics: {...memory.metrics, [state.memoryKey]: 'yes'}})),
});
