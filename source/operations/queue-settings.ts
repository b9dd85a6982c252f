import type {QueueAttributes} from '../aws/queue.ts';

/** What tells that a queue is not as it was: deleted and made again, or its attributes set. */
export function queueSettings(queue: QueueAttributes, label = queue.name): Record<string, string> {
	return {
		[`${label} created`]: new Date(queue.createdAtMs).toISOString(),
		[`${label} changed`]: new Date(queue.modifiedAtMs).toISOString(),
	};
}
