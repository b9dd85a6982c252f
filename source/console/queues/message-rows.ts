import type {Message, MessageAttribute} from '../../aws/queue.ts';
import {isHidden, type PeekedMessage} from '../../operations/peek-state.ts';
import {displayWidth, safePreview, safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatAgeByMinute, formatBytes, formatCount, formatTime} from '../../shared/units.ts';
import type {Column} from '../components/table.ts';
import {fitLine, span, type Line, type Span} from '../line.ts';
import {listLook} from '../memory.ts';
import type {State} from '../state.ts';
import {attributesName} from './message-columns.ts';
import type {QueueRow} from './state.ts';

/** Less than this before a message expires, its DIES IN is red. */
const soonMs = 24 * 3_600_000;

/** Body text drawn in a row at most, in cells: rows are no wider. */
const previewWidthMax = 400;

/** Where a message died. */
const fromColumn: Column<PeekedMessage> = {
	title: 'FROM',
	width: 10,
	align: 'left',
	priority: 6,
	cut: 'middle',
	cell: ({message}) => span(message.sourceQueueArn ? safeText(message.sourceQueueArn.split(':').at(-1) ?? '') : '', 'dim'),
};

const groupColumn: Column<PeekedMessage> = {
	title: 'GROUP',
	width: 12,
	align: 'left',
	priority: 7,
	cell: ({message}) => span(safeText(message.groupId ?? '')),
};

/** What somebody chose comes before what is shown where there is room. */
const chosenPriority = 7.5;
/** Columns of this priority on come only where the body keeps so many cells. */
const widePriority = 8;
const bodyWidthMin = 40;
/** Where the body under the cursor is read beside the list, attributes tell more of the others than more of theirs does. */
const bodyWidthMinBeside = 24;
/** Attributes that get a column each: those of errors first, then those that most messages have. */
const attributeColumnsMax = 4;

function wideColumns(
	messages: readonly PeekedMessage[],
	{nowMs, chosen}: {nowMs: EpochMs; chosen: readonly string[] | undefined},
): ReadonlyArray<Column<PeekedMessage>> {
	const names = chosen ?? commonAttributes(messages);
	return [
		...names.map((name, index) => attributeColumn(name, chosen ? chosenPriority + index / 100 : widePriority + index)),
		...(messages.some(({message}) => message.deduplicationId !== undefined)
			? [wideColumn('DEDUP', 14, ({deduplicationId}) => safeText(deduplicationId ?? ''))]
			: []),
		wideColumn('FIRST RECEIVED', 14, ({firstReceivedAtMs}) =>
			firstReceivedAtMs === undefined ? '' : `${formatAgeByMinute(nowMs - firstReceivedAtMs)} ago`,
		),
		wideColumn('ID', 36, ({messageId}) => safeText(messageId)),
	];
}

/** Attributes that are worth a column where nobody chose: those of errors first, then those that most messages have. */
function commonAttributes(messages: readonly PeekedMessage[]): readonly string[] {
	const counts = new Map<string, number>();
	for (const {message} of messages) for (const name of Object.keys(message.attributes)) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts]
		.toSorted(([a, aCount], [b, bCount]) => Number(isErrorName(b)) - Number(isErrorName(a)) || bCount - aCount || (a < b ? -1 : 1))
		.slice(0, attributeColumnsMax)
		.map(([name]) => name);
}

function attributeColumn(name: string, priority: number): Column<PeekedMessage> {
	const title = safePreview(name, attributeWidthMax);
	return {
		title,
		// Not as wide as its values are: a thousand of them are not measured for each key.
		width: Math.max(attributeWidthMin, displayWidth(title)),
		align: 'left',
		priority,
		cell({message}) {
			const attribute = message.attributes[name];
			return span(attribute ? safePreview(attributeText(attribute), attributeWidthMax) : '', isErrorName(name) ? 'slow' : 'dim');
		},
	};
}

const attributeWidthMin = 10;
const attributeWidthMax = 16;

function wideColumn(title: string, width: number, text: (message: Message) => string): Column<PeekedMessage> {
	return {
		title,
		width,
		align: 'left',
		priority: widePriority + attributeColumnsMax,
		cut: 'middle',
		cell: ({message}) => span(text(message), 'dim'),
	};
}

/** The columns of peeked messages. The payload is last: nothing is drawn right of it. */
export function messageColumns(
	state: State,
	row: QueueRow | undefined,
	options: {messages: readonly PeekedMessage[]; hasStates: boolean; isBodyBeside?: boolean},
): ReadonlyArray<Column<PeekedMessage>> {
	const {nowMs, glyphs} = state;
	const retentionMs = (row?.attributes?.retentionSeconds ?? 0) * 1000;
	const isFifo = row?.attributes?.isFifo === true;
	const limit = row?.attributes?.redrivePolicy?.maxReceiveCount;
	const has = (read: (message: Message) => string | undefined): boolean =>
		options.messages.some(({message}) => read(message) !== undefined);
	const dim = (peeked: PeekedMessage, shown: Span): Span =>
		isHidden(peeked.state) || peeked.state.status === 'looked' ? shown : span(shown.text, 'old');
	const {hidden = [], attributes} = listLook(state, 'messages');
	const chosen = hidden.includes(attributesName) ? [] : attributes;
	const columns: ReadonlyArray<Column<PeekedMessage>> = [
		{
			title: 'SENT',
			width: 9,
			align: 'left',
			priority: 1,
			cell: peeked => dim(peeked, span(`${formatAgeByMinute(nowMs - peeked.message.sentAtMs)} ago`)),
		},
		{
			title: 'DIES IN',
			width: 7,
			align: 'right',
			priority: 4,
			cell: peeked => dim(peeked, diesIn(peeked, {nowMs, retentionMs, isFifo, unknown: glyphs.unknown, atLeast: glyphs.atLeast})),
		},
		{
			title: 'RECV',
			width: 4,
			align: 'right',
			priority: 3,
			cell: ({message: {receiveCount}}) =>
				limit !== undefined && receiveCount >= limit ? span(`${receiveCount}!`, 'fail') : span(String(receiveCount)),
		},
		...(has(({sourceQueueArn}) => sourceQueueArn) ? [fromColumn] : []),
		...(has(({groupId}) => groupId) ? [groupColumn] : []),
		...(options.hasStates
			? [{title: 'STATE', width: 11, align: 'left', priority: 5, cell: (peeked: PeekedMessage) => stateCell(peeked, nowMs)} as const]
			: []),
		{title: 'SIZE', width: 6, align: 'right', priority: 2, cell: ({message}) => span(formatBytes(message.bodyBytes), 'dim')},
		...wideColumns(options.messages, {nowMs, chosen}),
		{
			title: 'BODY',
			width: 16,
			isFlexible: true,
			wants: {width: options.isBodyBeside ? bodyWidthMinBeside : bodyWidthMin, before: widePriority},
			align: 'left',
			priority: 1,
			cell: peeked => dim(peeked, span(safePreview(peeked.message.body, previewWidthMax))),
		},
	];
	return hidden.length === 0 ? columns : columns.filter(({title}) => !hidden.includes(title));
}

function diesIn(
	peeked: PeekedMessage,
	options: {nowMs: EpochMs; retentionMs: number; isFifo: boolean; unknown: string; atLeast: string},
): Span {
	if (options.retentionMs === 0) return span(options.unknown, 'dim');
	const leftMs = peeked.message.sentAtMs + options.retentionMs - options.nowMs;
	return span(`${options.isFifo ? options.atLeast : ''}${formatAgeByMinute(leftMs)}`, leftMs < soonMs ? 'fail' : undefined);
}

/** Where a message is, in a word; seconds in steps, so that a quiet screen writes little. */
export function stateCell({state}: PeekedMessage, nowMs: EpochMs): Span {
	switch (state.status) {
		case 'held':
			return span(`${secondsLeft(state.heldUntilMs, nowMs)}${state.isKept ? ' kept' : ''}`, 'ok');
		case 'extending':
			// As it was; an answer that takes long shows as a dot.
			return span(`${secondsLeft(state.heldUntilMs, nowMs)} kept${isLate(state, nowMs) ? ' ·' : ''}`, 'ok');
		case 'releasing':
			return span('giving back');
		case 'released':
			return span('given back', 'old');
		case 'expired':
			return span(`back ${formatTime(state.atMs, 'minute')}`, 'old');
		case 'looked': {
			const left = state.readyAtMs === undefined ? '' : ` ${secondsLeft(state.readyAtMs, nowMs)}`;
			return state.where === 'ready' ? span('ready') : span(`${state.where === 'delayed' ? 'delayed' : 'in flight'}${left}`, 'slow');
		}
		case 'gone':
			return span('x gone', 'old');
		case 'doubtful':
			return span('? doubtful', 'slow');
	}
}

/** An extension without an answer for so long is worth a dot. */
const lateMs = 2000;

function isLate({sinceMs}: {readonly sinceMs: EpochMs}, nowMs: EpochMs): boolean {
	return nowMs - sinceMs >= lateMs;
}

/** Whether its row says no more than the breadcrumb and the marks do: held and kept, or gone. */
export function isPlain({state}: PeekedMessage, nowMs: EpochMs): boolean {
	return state.status === 'gone' || (state.status === 'held' && state.isKept) || (state.status === 'extending' && !isLate(state, nowMs));
}

/** Seconds on screen move in steps of so many: each costs a line over a slow connection. */
const stepSeconds = 5;

/** How long a message is held still, to the nearest step: `15s`, `<5s` at the end. */
export function secondsLeft(untilMs: EpochMs, nowMs: EpochMs): string {
	const seconds = Math.round((untilMs - nowMs) / 1000 / stepSeconds) * stepSeconds;
	return seconds < stepSeconds ? `<${stepSeconds}s` : `${seconds}s`;
}

/** Its attributes in one line, those of errors first; none where it has none. */
export function attributesLine({attributes}: Message, columns: number): readonly Line[] {
	const entries = sortedAttributes(attributes);
	if (entries.length === 0) return [];
	const spans = entries.flatMap(([name, attribute]): Span[] => [
		span(`${safeText(name)}: `, isErrorName(name) ? 'slow' : 'jsonKey'),
		span(`${safePreview(attributeText(attribute), columns)}  `),
	]);
	return [[...fitLine([span(' attributes  ', 'dim'), ...spans], columns)]];
}

function sortedAttributes(attributes: Message['attributes']): ReadonlyArray<readonly [string, MessageAttribute]> {
	return Object.entries(attributes).toSorted(([a], [b]) => Number(isErrorName(b)) - Number(isErrorName(a)) || (a < b ? -1 : 1));
}

export function attributeText({dataType, stringValue, binaryValue}: MessageAttribute): string {
	const value = stringValue ?? `${binaryValue?.byteLength ?? 0} bytes`;
	return dataType === 'String' ? value : `${dataType} ${value}`;
}

/** Everything known of a message but its body, error attributes first. */
export function messageDetails({message, state, receivedAtMs}: PeekedMessage, nowMs: EpochMs): ReadonlyArray<readonly [string, string]> {
	const iso = (atMs: EpochMs): string => new Date(atMs).toISOString();
	const attributes = sortedAttributes(message.attributes);
	const optional: ReadonlyArray<readonly [string, string | undefined]> = [
		['MessageGroupId', message.groupId],
		['MessageDeduplicationId', message.deduplicationId],
		['SequenceNumber', message.sequenceNumber],
		['DeadLetterQueueSourceArn', message.sourceQueueArn],
		['SenderId', message.senderId],
	];
	return [
		...attributes.map(([name, {dataType, stringValue, binaryValue}]): readonly [string, string] => [
			name,
			`${dataType} ${stringValue ?? `${binaryValue?.byteLength ?? 0} bytes`}`,
		]),
		['MessageId', message.messageId],
		['SentTimestamp', `${iso(message.sentAtMs)}  ${formatAgeByMinute(nowMs - message.sentAtMs)} ago`],
		...(message.firstReceivedAtMs === undefined ? [] : [['ApproximateFirstReceiveTimestamp', iso(message.firstReceivedAtMs)] as const]),
		['ApproximateReceiveCount', formatCount(message.receiveCount)],
		...optional.flatMap(([name, value]): ReadonlyArray<readonly [string, string]> => (value === undefined ? [] : [[name, value]])),
		[state.status === 'looked' ? 'looked at' : 'received here', iso(receivedAtMs)],
		['state', state.status],
		['size', `${formatCount(message.bodyBytes)} bytes`],
	];
}

function isErrorName(name: string): boolean {
	return /error|exception|requestid/i.test(name);
}
