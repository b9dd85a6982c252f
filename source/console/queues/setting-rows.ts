import type {QueueAttributes} from '../../aws/queue.ts';
import {attributesOf, attributeText, type QueueAttribute} from '../../operations/queue-attribute.ts';
import {readAllowPolicy} from '../../operations/redrive-policy.ts';

/** A row of the Settings tab. */
export type SettingRow = {
	readonly id: string;
	readonly label: string;
	/** For people. */
	readonly shown: string;
	readonly meaning: string;
	readonly range: string;
	/** How it is edited; undefined: it cannot be. */
	readonly editor: 'attribute' | 'redrive' | 'redrive-allow' | undefined;
	readonly attribute?: QueueAttribute;
};

/** Every attribute that can be set, in the order of the command line's help, then what only AWS sets. */
export function settingRows(queue: QueueAttributes): readonly SettingRow[] {
	return [
		...attributesOf(queue).map((attribute): SettingRow => ({
			id: attribute.id,
			label: attribute.label,
			shown: attribute.show(attributeText(queue, attribute)),
			meaning: attribute.meaning,
			range: attribute.range,
			editor: 'attribute',
			attribute,
		})),
		{
			id: 'redrive',
			label: 'Redrive',
			shown: queue.redrivePolicy
				? `${lastOf(queue.redrivePolicy.deadLetterQueueArn)} after ${queue.redrivePolicy.maxReceiveCount}`
				: 'none',
			meaning: 'Where a message goes that was received too often, and how often that is',
			range: 'a queue of the same type and account, 1 to 1,000 receives',
			editor: 'redrive',
		},
		{
			id: 'redrive-allow',
			label: 'Redrive allow',
			shown: allowText(queue),
			meaning: 'Which queues may use this one as their dead-letter queue',
			range: 'all, none, or up to 10 names',
			editor: 'redrive-allow',
		},
		...(queue.isFifo
			? []
			: [{id: 'type', label: 'Type', shown: 'standard', meaning: 'Set when it was created, for good', range: '', editor: undefined}]),
	];
}

function allowText(queue: QueueAttributes): string {
	const {redrivePermission, sourceQueueArns} = readAllowPolicy(queue.raw['RedriveAllowPolicy']);
	if (redrivePermission === 'denyAll') return 'none';
	return redrivePermission === 'byQueue' ? sourceQueueArns.map(arn => lastOf(arn)).join(',') : 'all';
}

function lastOf(arn: string): string {
	return arn.slice(arn.lastIndexOf(':') + 1);
}
