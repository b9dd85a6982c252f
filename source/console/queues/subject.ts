import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatSeconds} from '../../shared/units.ts';
import {line, span, type Line} from '../line.ts';
import {cursorIndex} from '../list.ts';
import {findingUnderCursor} from '../now/rows.ts';
import {listOf, type State} from '../state.ts';
import {deadLetterQueueOf, formatNet, gained, gainedWhen, netPerSecond, sourcesOfQueue, visibleQueueUrls} from './rows.ts';
import {queueRow, type QueueRow} from './state.ts';

export function isDlq(state: State, row: QueueRow): boolean {
	return sourcesOfQueue(state.queues, row).length > 0;
}

/** The queue that keys act on: under the cursor of the list, named by the finding under the cursor, or the one that is open. */
export function queueUnderCursor(state: State): QueueRow | undefined {
	if (state.pane === 'now') {
		const thing = findingUnderCursor(state)?.thing;
		return thing?.kind === 'queue' ? queueRow(state, thing.id) : undefined;
	}
	const stack = state.stacks.queues;
	const place = stack.at(-1);
	if (
		state.pane === 'queues' &&
		(place?.type === 'queue' ||
			place?.type === 'queue-tab' ||
			place?.type === 'messages' ||
			place?.type === 'groups' ||
			place?.type === 'message')
	)
		return queueRow(state, place.url);
	const list = listOf(state, {type: 'queues'});
	const urls = visibleQueueUrls(state);
	const url = urls[cursorIndex(list, urls)];
	return url === undefined ? undefined : queueRow(state, url);
}

/** The thing under the cursor in one sentence: how it moves, what is in flight, where it dies. */
export function queueSentence(state: State, row: QueueRow): Line {
	const name = safeText(row.ref.name);
	if (row.problem) return line(span(` ${name}: ${safeText(row.problem.message)}`, 'slow'));
	const {attributes} = row;
	if (!attributes) return line(` ${name}`);
	const net = netPerSecond(row.samples);
	const parts = [
		`${net === undefined ? 'one more look needed for a trend' : formatNet(net, state.glyphs)}, ${formatCount(attributes.inFlightCount)} in flight`,
	];
	const dlq = deadLetterQueueOf(state.queues, row);
	const sources = sourcesOfQueue(state.queues, row);
	if (dlq) {
		const more = gained(dlq);
		parts.push(`DLQ ${safeText(dlq.ref.name)}${more > 0 ? ` got ${formatCount(more)} ${gainedWhen(dlq)}` : ''}`);
	}
	if (sources.length > 0) parts.push(`DLQ of ${sources.map(source => safeText(source.ref.name)).join(', ')}`);
	const tail = attributes.redrivePolicy
		? ` Max receives ${attributes.redrivePolicy.maxReceiveCount}.`
		: ` Keeps ${formatSeconds(attributes.retentionSeconds)}.`;
	return line(` ${name}: ${parts.join('; ')}.${tail}`);
}
