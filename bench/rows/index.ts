import type {Row} from '../row.ts';
import {consoleMessagesRows} from './console-messages.ts';
import {consoleStreamsRows} from './console-streams.ts';
import {consoleTailRows} from './console-tail.ts';
import {consoleQueuesRows} from './console-queues.ts';
import {firstPaintRow, versionRow} from './first-paint.ts';
import {kinesisReadingRows} from './kinesis-reading.ts';
import {kinesisRows} from './kinesis.ts';
import {memoryRow} from './memory.ts';
import {snsRows} from './sns.ts';
import {sqsBacklogRows} from './sqs-backlog.ts';
import {sqsRows} from './sqs.ts';
import {steadyRow} from './steady.ts';
import {startRows} from './start.ts';
import {wakeRows} from './wake.ts';

/** Everything that the bench measures. A family has a file here, and its rows are listed in this one place. */
export const rows: readonly Row[] = [
	...sqsRows,
	...sqsBacklogRows,
	...snsRows,
	...kinesisRows,
	...kinesisReadingRows,
	...startRows,
	...wakeRows,
	memoryRow,
	firstPaintRow,
	...consoleMessagesRows,
	...consoleStreamsRows,
	...consoleTailRows,
	...consoleQueuesRows,
	versionRow,
	steadyRow,
];
