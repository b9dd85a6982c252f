import {defineAction, type ActionContext} from '../../action.ts';
import {long, string, structure} from '../../shape.ts';
import {resourceNotFound} from '../errors.ts';
import {cancelMoveTask} from '../move-task.ts';
import {parseTaskHandle, resolveQueueArn} from '../move-task-address.ts';
import type {SqsState} from '../state.ts';

export const cancelMessageMoveTask = defineAction({
	name: 'CancelMessageMoveTask',
	input: structure({required: {TaskHandle: string()}}),
	output: structure({optional: {ApproximateNumberOfMessagesMoved: long()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html',
	handle(input, context: ActionContext<SqsState>) {
		const {taskId, sourceArn} = parseTaskHandle(input.TaskHandle);
		const source = resolveQueueArn(context.state, 'SourceArn', sourceArn);
		const task = context.state.moveTasks.get(source.arn)?.find(({id, status}) => id === taskId && status === 'RUNNING');
		if (!task) throw resourceNotFound('Task does not exist.');
		cancelMoveTask(task);
		return {ApproximateNumberOfMessagesMoved: task.movedCount};
	},
});
