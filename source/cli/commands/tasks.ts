import type {MoveTask} from '../../aws/queue.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {listMoveTasks} from '../../operations/list-move-tasks.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatTime} from '../../shared/units.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {countCell} from '../listing.ts';
import {type Column, writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

type Row = Partial<MoveTask> & {readonly queue: string; readonly error?: string};

const columns: ReadonlyArray<Column<Row>> = [
	{title: 'QUEUE', text: row => row.queue},
	{title: 'TO', text: row => row.destinationArn?.split(':').at(-1) ?? (row.error === undefined ? 'where each came from' : '')},
	{title: 'STATUS', text: row => row.status ?? 'not known'},
	{title: 'MOVED', align: 'right', text: row => countCell(row.movedCount)},
	{title: 'OF', align: 'right', text: row => countCell(row.toMoveCount)},
	{title: 'STARTED', text: row => startedText(row.startedAtMs)},
	{title: '', text: row => row.error ?? row.failureReason ?? ''},
];

export const tasksCommand = defineCommand({
	name: 'tasks',
	summary: 'Message move tasks of AWS: list or cancel them',
	takes: '[QUEUE]',
	inputMin: 0,
	inputMax: 1,
	description: `Of one dead-letter queue, or of all that a redrive policy names, which reads the attributes of every queue. AWS remembers the last ten of each.
To follow one: sluice redrive QUEUE --watch.`,
	flags: {
		running: {type: 'boolean', description: 'Only those that run'},
		cancel: {type: 'boolean', description: 'Cancel the one of QUEUE that runs. What has moved stays moved'},
	},
	examples: [
		['sluice tasks --running', 'What AWS is moving now'],
		['sluice tasks orders-dlq --cancel', 'Stop it'],
	],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		const [name] = input;
		if (flags.cancel && name === undefined)
			throw new UsageError('Of which queue is the task to be canceled?', {nextSteps: ['sluice tasks QUEUE --cancel']});
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = name === undefined ? undefined : await findQueue(session, name, {signal});
			if (flags.cancel && queue)
				return runGuarded(invocation, session, {
					plan: () => planCancelRedrive(session, {queue}, {signal}),
					execute: plan => cancelRedrive(session, plan.request, {signal}),
				});
			const rows: Row[] = [];
			for await (const found of listMoveTasks(session, {clock, ...(queue && {queue})}, {signal})) {
				if ('error' in found) rows.push({queue: found.queueName, error: found.error.message});
				else rows.push(...found.tasks.map(task => ({queue: found.queueName, ...task})));
			}
			const shown = flags.running
				? rows.filter(({error, status}) => error !== undefined || status === 'RUNNING' || status === 'CANCELLING')
				: rows;
			writeRows(invocation, shown, {columns, empty: flags.running ? 'AWS moves nothing now.' : 'There is no message move task.'});
			return shown.some(({error}) => error !== undefined) ? exitCodes.partly : exitCodes.done;
		});
	},
});

function startedText(atMs: number | undefined): string {
	if (atMs === undefined) return '';
	return `${new Date(atMs).toISOString().slice(0, 10)} ${formatTime(atMs)}`;
}
