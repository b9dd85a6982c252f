import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatSeconds, formatSize} from '../../shared/units.ts';
import {line, span, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {factsOf} from './facts.ts';
import {knownTopicsOf} from './known-senders.ts';
import {flowRows, type FlowRow} from './flow-rows.ts';
import {formatRate, ratesOfQueue} from './rates.ts';
import {deadLetterQueueOf, gained, gainedWhen, sourcesOfQueue} from './rows.ts';
import type {QueueRow} from './state.ts';

/** What most people look for among the settings. */
export function settingLines(state: State, row: QueueRow): readonly Line[] {
	const {attributes} = row;
	if (!attributes) return [];
	const encryption = attributes.kmsKeyId ? `KMS ${safeText(attributes.kmsKeyId)}` : attributes.hasManagedEncryption ? 'SSE-SQS' : 'none';
	const fifo = attributes.isFifo ? `   Content-based deduplication ${attributes.hasContentBasedDeduplication ? 'on' : 'off'}` : '';
	return [
		line(span(' Visibility  ', 'dim'), formatSeconds(attributes.visibilityTimeoutSeconds).padEnd(9), span(holdText(state, row), 'dim')),
		line(
			span(' Retention   ', 'dim'),
			formatSeconds(attributes.retentionSeconds).padEnd(9),
			span('Delay ', 'dim'),
			attributes.delaySeconds === 0 ? '0' : formatSeconds(attributes.delaySeconds),
			span('   Long poll ', 'dim'),
			formatSeconds(attributes.waitTimeSeconds),
			span('   Size limit ', 'dim'),
			formatSize(attributes.messageBytesMax),
		),
		line(span(' Encryption  ', 'dim'), encryption, fifo),
		redriveLine(state, row),
	];
}

/** By Little's law: what is in flight over what is deleted a second. */
function holdText(state: State, row: QueueRow): string {
	const out = ratesOfQueue(state, row.ref.url)?.outPerSecond;
	const flight = row.attributes?.inFlightCount ?? 0;
	if (out === undefined || out === 0 || flight === 0) return '';
	const seconds = flight / out;
	const held = seconds < 10 ? `${seconds.toFixed(1)} s` : formatSeconds(Math.round(seconds));
	return `consumers hold about ${held} each (${formatCount(flight)} in flight / ${formatRate(out).replace('/', ' per ')})`;
}

function redriveLine(state: State, row: QueueRow): Line {
	const policy = row.attributes?.redrivePolicy;
	if (!policy)
		return line(
			span(' Redrive     ', 'dim'),
			sourcesOfQueue(state.queues, row).length > 0
				? span('none: this is a dead-letter queue', 'dim')
				: span('none: a message that fails comes back until it expires', 'slow'),
		);
	const dlq = deadLetterQueueOf(state.queues, row);
	const name = safeText(policy.deadLetterQueueArn.split(':').at(-1) ?? policy.deadLetterQueueArn);
	const more = dlq ? gained(dlq) : 0;
	const depth = dlq?.attributes ? `  ${formatCount(dlq.attributes.readyCount)}` : '';
	return line(
		span(' Redrive     ', 'dim'),
		`after ${policy.maxReceiveCount} receives to ${name}${depth}`,
		more > 0 ? span(`  +${formatCount(more)} ${dlq ? gainedWhen(dlq) : ''}`, 'fail') : '',
	);
}

/** Who sends and who reads, one of each; the Flow tab has them all. */
export function relationLines(state: State, row: QueueRow): readonly Line[] {
	const {senders, readers} = factsOf(state, row.ref.url);
	const sources = sourcesOfQueue(state.queues, row);
	const rows = senders || readers || knownTopicsOf(state, row).length > 0 ? flowRows(state, row) : [];
	return [
		...relationLine(rows, 'SENT BY'),
		...relationLine(rows, 'READ BY'),
		...(sources.length === 0
			? []
			: [
					line(
						span(' DLQ OF      ', 'dim'),
						sources.map(source => safeText(source.ref.name)).join(', '),
						span('   R sends messages back to where they came from', 'dim'),
					),
				]),
	];
}

function relationLine(rows: readonly FlowRow[], section: FlowRow['section']): readonly Line[] {
	const all = rows.filter(row => row.section === section);
	const [first] = all;
	if (!first) return [];
	const text =
		first.name === ''
			? safeText(first.text)
			: `${safeText(first.kind)} ${first.name}${first.kind === 'lambda' ? ', ' : ' ('}${safeText(first.text)}${first.kind === 'lambda' ? '' : ')'}`;
	return [
		line(
			span(` ${section.padEnd(12)}`, 'dim'),
			span(text, first.name === '' ? first.look : first.look === 'fail' ? 'fail' : undefined),
			all.length > 1 ? span(`   Flow tab: all ${all.length}`, 'dim') : '',
		),
	];
}
