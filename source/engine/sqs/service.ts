import {defineService} from '../action.ts';
import {addPermission} from './actions/add-permission.ts';
import {cancelMessageMoveTask} from './actions/cancel-message-move-task.ts';
import {changeMessageVisibility} from './actions/change-message-visibility.ts';
import {changeMessageVisibilityBatch} from './actions/change-message-visibility-batch.ts';
import {createQueue} from './actions/create-queue.ts';
import {deleteMessage} from './actions/delete-message.ts';
import {deleteMessageBatch} from './actions/delete-message-batch.ts';
import {deleteQueue} from './actions/delete-queue.ts';
import {getQueueAttributes} from './actions/get-queue-attributes.ts';
import {getQueueUrl} from './actions/get-queue-url.ts';
import {listDeadLetterSourceQueues} from './actions/list-dead-letter-source-queues.ts';
import {listMessageMoveTasks} from './actions/list-message-move-tasks.ts';
import {listQueueTags} from './actions/list-queue-tags.ts';
import {listQueues} from './actions/list-queues.ts';
import {purgeQueue} from './actions/purge-queue.ts';
import {receiveMessage} from './actions/receive-message.ts';
import {removePermission} from './actions/remove-permission.ts';
import {sendMessage} from './actions/send-message.ts';
import {sendMessageBatch} from './actions/send-message-batch.ts';
import {setQueueAttributes} from './actions/set-queue-attributes.ts';
import {startMessageMoveTask} from './actions/start-message-move-task.ts';
import {tagQueue} from './actions/tag-queue.ts';
import {untagQueue} from './actions/untag-queue.ts';
import {invalidAction, typeError, violationError} from './errors.ts';
import {authorizeQueueAction} from './access.ts';
import {deleteAllQueues} from './queue-creation.ts';
import {createSqsState, type SqsState} from './state.ts';

/** Amazon SQS, API version 2012-11-05: AWS JSON 1.0 and the older Query protocol. */
export const sqsService = defineService<SqsState>({
	id: 'sqs',
	title: 'Amazon SQS',
	json: {targetPrefix: 'AmazonSQS', version: '1.0'},
	query: {version: '2012-11-05', namespace: 'http://queue.amazonaws.com/doc/2012-11-05/'},
	actions: [
		addPermission,
		cancelMessageMoveTask,
		changeMessageVisibility,
		changeMessageVisibilityBatch,
		createQueue,
		deleteMessage,
		deleteMessageBatch,
		deleteQueue,
		getQueueAttributes,
		getQueueUrl,
		listDeadLetterSourceQueues,
		listMessageMoveTasks,
		listQueueTags,
		listQueues,
		purgeQueue,
		receiveMessage,
		removePermission,
		sendMessage,
		sendMessageBatch,
		setQueueAttributes,
		startMessageMoveTask,
		tagQueue,
		untagQueue,
	],
	createState: createSqsState,
	endState: deleteAllQueues,
	authorize: authorizeQueueAction,
	violationError,
	unknownActionError: invalidAction,
	typeError,
});
