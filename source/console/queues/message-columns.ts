import type {PeekedMessage} from '../../operations/peek-state.ts';
import type {ColumnChooser} from '../columns-sheet.ts';
import type {SortValues} from '../list-sort.ts';

/** What messages can be sorted by; by themselves the oldest come first. */
export const messageSortValues: SortValues<PeekedMessage> = {
	SENT: ({message}) => message.sentAtMs,
	RECV: ({message}) => message.receiveCount,
	FROM: ({message}) => message.sourceQueueArn?.split(':').at(-1),
	GROUP: ({message}) => message.groupId,
	SIZE: ({message}) => message.bodyBytes,
	'FIRST RECEIVED': ({message}) => message.firstReceivedAtMs,
};

/** All columns of attributes together. */
export const attributesName = 'ATTRIBUTES';

/** Columns and order of a list of messages, the same for all queues. SENT and BODY are what the list is made of; STATE warns. */
export const messageChooser: ColumnChooser = {
	list: 'messages',
	names: () => ['DIES IN', 'RECV', 'FROM', 'GROUP', 'SIZE', attributesName, 'DEDUP', 'FIRST RECEIVED', 'ID'],
	sortNames: Object.keys(messageSortValues),
	ownOrder: 'oldest first',
	more: {key: 'attributes', label: 'Attributes', hint: 'their names: errorCode, traceId; none: those most have'},
	importance: 'SENT, BODY, SIZE and RECV',
};
