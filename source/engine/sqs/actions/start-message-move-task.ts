import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {invalidParameterValue, invalidValue} from '../errors.ts';
import {activeMoveTask, startMoveTask} from '../move-task.ts';
import {formatTaskHandle, resolveQueueArn} from '../move-task-address.ts';
import {deadLetterSourceQueues} from '../redrive.ts';
import type {SqsState} from '../state.ts';

const messagesPerSecondMax = 500;

export const startMessageMoveTask = defineAction({
	name: 'StartMessageMoveTask',
	input: structure({required: {SourceArn: string()}, optional: {DestinationArn: string(), MaxNumberOfMessagesPerSecond: integer()}}),
	output: structure({optional: {TaskHandle: string()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html',
	handle(input, context: ActionContext<SqsState>) {
		const {state, nowMs} = context;
		const rate = input.MaxNumberOfMessagesPerSecond;
		if (rate !== undefined && (rate < 1 || rate > messagesPerSecondMax))
			throw invalidValue({
				value: rate,
				parameter: 'MaxNumberOfMessagesPerSecond',
				reason: 'Must be between 1 and 500, if provided.',
			});
		const source = resolveQueueArn(state, 'SourceArn', input.SourceArn);
		const destination = input.DestinationArn === undefined ? undefined : resolveQueueArn(state, 'DestinationArn', input.DestinationArn);
		if (deadLetterSourceQueues(source).length === 0) throw invalidParameterValue('Source queue must be configured as a Dead Letter Queue.');
		if (destination === source) throw invalidParameterValue('Source queue and destination queue must not be the same.');
		if (destination && destination.isFifo !== source.isFifo)
			throw invalidParameterValue('Source queue and destination queue must be of the same type.');
		if (activeMoveTask(source))
			throw invalidParameterValue(
				'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
			);
		const task = startMoveTask(source, {destinationArn: destination?.arn, messagesPerSecondMax: rate, nowMs});
		return {TaskHandle: formatTaskHandle(task)};
	},
});
