import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, long, string, structure} from '../../shape.ts';
import {invalidValue} from '../errors.ts';
import {listedTasksMax, type MoveTask} from '../move-task.ts';
import {formatTaskHandle, resolveQueueArn} from '../move-task-address.ts';
import type {SqsState} from '../state.ts';

export const listMessageMoveTasks = defineAction({
	name: 'ListMessageMoveTasks',
	input: structure({required: {SourceArn: string()}, optional: {MaxResults: integer()}}),
	output: structure({
		optional: {
			Results: list(
				structure({
					optional: {
						TaskHandle: string(),
						Status: string(),
						SourceArn: string(),
						DestinationArn: string(),
						MaxNumberOfMessagesPerSecond: integer(),
						ApproximateNumberOfMessagesMoved: long(),
						ApproximateNumberOfMessagesToMove: long(),
						FailureReason: string(),
						StartedTimestamp: long(),
					},
				}),
				{flattenedName: 'ListMessageMoveTasksResultEntry'},
			),
		},
	}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html',
	handle(input, context: ActionContext<SqsState>) {
		const count = input.MaxResults ?? 1;
		if (count < 1 || count > listedTasksMax)
			throw invalidValue({value: count, parameter: 'MaxResults', reason: 'Must be between 1 and 10, if provided.'});
		const source = resolveQueueArn(context.state, 'SourceArn', input.SourceArn);
		const tasks = context.state.moveTasks.get(source.arn) ?? [];
		return {Results: tasks.length > 0 ? tasks.slice(0, count).map(showTask) : undefined};
	},
});

function showTask(task: MoveTask) {
	return {
		TaskHandle: task.status === 'RUNNING' ? formatTaskHandle(task) : undefined,
		Status: task.status,
		SourceArn: task.source.arn,
		DestinationArn: task.destinationArn,
		MaxNumberOfMessagesPerSecond: task.messagesPerSecondMax,
		ApproximateNumberOfMessagesMoved: task.movedCount,
		ApproximateNumberOfMessagesToMove: task.toMoveCount,
		FailureReason: task.failureReason,
		StartedTimestamp: task.startedAtMs,
	};
}
