import {describeQueue, type QueueDescription} from '../../operations/describe-queue.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {attributesOf, attributeText} from '../../operations/queue-attribute.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatAge, formatCount} from '../../shared/units.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted} from '../output.ts';
import {withSession} from '../workplace.ts';

export const queueCommand = defineCommand({
	name: 'queue',
	summary: 'Everything about one queue',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Counts, settings, who sends, who reads, where failed messages go, tags. Touches no message. As JSON, one object.
What may not be read is listed with the permission that is missing; then it exits 4.`,
	flags: {
		metrics: {
			type: 'boolean',
			description: 'Rates and ages too, from CloudWatch: five metrics, about $0.00005. The local engine tells them anyway',
		},
	},
	examples: [
		['sluice queue orders', 'On a terminal, for people'],
		['sluice queue orders --metrics --json', 'With its rates, for a script'],
	],
	async run(invocation) {
		const {flags, input, clock, stdout} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const ref = await findQueue(session, input[0] ?? '', {signal});
			const hasMetrics = flags.metrics || session.context.target === 'engine';
			const description = await describeQueue(session, ref, {clock, hasMetrics, signal});
			stdout.write(isJsonWanted(invocation) ? `${jsonLine(asJson(description))}\n` : describeText(description));
			return description.notRead.length > 0 ? exitCodes.partly : exitCodes.done;
		});
	},
});

/** The queue's own members at the top, as `sluice queues` has them; AWS's words say nothing more. */
function asJson({queue, ...rest}: QueueDescription): object {
	const attributes: Partial<QueueDescription['queue']> & {raw?: unknown} = {...queue};
	delete attributes.raw;
	return {...attributes, ...rest};
}

function describeText(description: QueueDescription): string {
	const rows = [
		...countRows(description),
		...attributesOf(description.queue).map((attribute): Row => [
			attribute.label,
			attribute.show(attributeText(description.queue, attribute)),
		]),
		...relationRows(description),
		...Object.entries(description.tags ?? {}).map(([key, value]): Row => ['Tag', `${key} = ${value}`]),
		...description.notRead.map(({what, why}): Row => ['Not read', `${what}: ${why}`]),
	];
	const width = Math.max(...rows.map(([label]) => label.length));
	return `${rows.map(([label, text]) => `${label.padEnd(width)}  ${safeText(text)}`.trimEnd()).join('\n')}\n`;
}

type Row = readonly [label: string, text: string];

function countRows({queue, rates}: QueueDescription): readonly Row[] {
	const perSecond = (value: number | undefined): string =>
		value === undefined ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)}/s`;
	return [
		['Queue', `${queue.name}, ${queue.isFifo ? 'FIFO' : 'standard'}, since ${new Date(queue.createdAtMs).toISOString().slice(0, 10)}`],
		['ARN', queue.arn],
		['URL', queue.url],
		['Ready', formatCount(queue.readyCount)],
		['In flight', formatCount(queue.inFlightCount)],
		['Delayed', formatCount(queue.delayedCount)],
		...(rates
			? [
					['In', perSecond(rates.inPerSecond)] as const,
					['Out', perSecond(rates.outPerSecond)] as const,
					['Oldest', rates.oldestSeconds === undefined ? '–' : formatAge(rates.oldestSeconds * 1000)] as const,
				]
			: []),
	];
}

function relationRows(description: QueueDescription): readonly Row[] {
	const {queue, deadLetterQueue, sources, subscriptions, allowedSenders, readers} = description;
	const redrive = deadLetterQueue
		? `after ${queue.redrivePolicy?.maxReceiveCount} receives to ${deadLetterQueue.name}, which has ${deadLetterQueue.readyCount === undefined ? 'an unknown number' : formatCount(deadLetterQueue.readyCount)} ready`
		: 'none';
	return [
		['Redrive', redrive],
		...(sources ?? []).map((name): Row => ['DLQ of', name]),
		...(subscriptions ?? []).map((one): Row => [
			'Sent by',
			`topic ${one.topicArn.slice(one.topicArn.lastIndexOf(':') + 1)}${one.filterPolicy === undefined ? '' : `, filter ${one.filterPolicy}`}${one.isRaw ? ', raw' : ''}`,
		]),
		...allowedSenders.map((one): Row => ['May send', `${one.source}, by policy`]),
		...(readers ?? []).map((one): Row => [
			'Read by',
			`lambda ${one.functionName}, batch ${one.batchSize ?? '–'}, ${one.isEnabled ? 'enabled' : one.state.toLowerCase()}`,
		]),
	];
}
