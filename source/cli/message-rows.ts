import type {Message} from '../aws/queue.ts';
import {padStartToWidth, padToWidth, safePreview} from '../payload/safe-text.ts';
import {formatAge, formatBytes} from '../shared/units.ts';
import type {Invocation} from './command.ts';

const fromWidth = 20;

/** Heads rows that are written one by one, as messages come, so their widths are fixed. */
export const messageRowTitle = `       SENT RECV ${'FROM'.padEnd(fromWidth)}   SIZE BODY`;

/** One message on one line of the terminal. */
export function messageRow({clock, stdout}: Pick<Invocation, 'clock' | 'stdout'>, message: Message): string {
	const age = `${formatAge(clock.nowMs() - message.sentAtMs)} ago`;
	const from = safePreview(message.sourceQueueArn?.split(':').at(-1) ?? '–', fromWidth);
	const start = `${padStartToWidth(age, 11)} ${padStartToWidth(String(message.receiveCount), 4)} ${padToWidth(from, fromWidth)} ${padStartToWidth(formatBytes(message.bodyBytes), 6)} `;
	return `${start}${safePreview(message.body, Math.max(20, (stdout.columns ?? 120) - start.length - 1))}`;
}
